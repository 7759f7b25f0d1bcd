// Tables and polynomials of the logarithm. Written by coefficients.py: change that, not this.
// clang-format off
#pragma once

namespace plogp::PLOGP_LEVEL {
namespace {

// c of the 16 steps of the mantissa from 11/16 to 11/8.
constexpr double log_inverse[16] = {
    0x1.6c16c16c16c17p+0, 0x1.5c9882b931057p+0, 0x1.4e5e0a72f0539p+0, 0x1.4141414141414p+0,
    0x1.3521cfb2b78c1p+0, 0x1.29e4129e4129ep+0, 0x1.1f7047dc11f70p+0, 0x1.15b1e5f75270dp+0,
    0x1.0c9714fbcda3bp+0, 0x1.0000000000000p+0, 0x1.0000000000000p+0, 0x1.d41d41d41d41dp-1,
    0x1.bacf914c1bad0p-1, 0x1.a41a41a41a41ap-1, 0x1.8f9c18f9c18fap-1, 0x1.7d05f417d05f4p-1,
};

// -log c.
constexpr double log_value[16] = {
    -0x1.68ac83e9c6a15p-2, -0x1.3c25277333183p-2, -0x1.1178e8227e47ap-2, -0x1.d1037f2655e7bp-3,
    -0x1.823c16551a3c0p-3, -0x1.365fcb0159014p-3, -0x1.da7276384469ep-4, -0x1.4d3115d207eacp-4,
    -0x1.894aa149fb34bp-5, 0x0.0p+0, 0x0.0p+0, 0x1.6f0d28ae56b4ep-4,
    0x1.29552f81ff521p-3, 0x1.9525a9cf456b6p-3, 0x1.fb9186d5e3e29p-3, 0x1.2e8e2bae11d31p-2,
};

// log1p(r) = r - r^2/2 + r^3 P(r), r in [-0.0313, 0.0625]; relative error 2^-59.5.
constexpr double log1p_tail[9] = {
    0x1.5555555555555p-2, -0x1.000000000047bp-2, 0x1.99999999a11c2p-3, -0x1.55555546a208bp-3,
    0x1.24924829fe3fcp-3, -0x1.00005ec3d5091p-3, 0x1.c72e1ec9d7d41p-4, -0x1.98814dc5d25c2p-4,
    0x1.48fb64872bd9dp-4,
};

// c of the 16 steps of the mantissa from 11/16 to 11/8.
constexpr double log_short_inverse[16] = {
    0x1.6c16c16c16c17p+0, 0x1.5c9882b931057p+0, 0x1.4e5e0a72f0539p+0, 0x1.4141414141414p+0,
    0x1.3521cfb2b78c1p+0, 0x1.29e4129e4129ep+0, 0x1.1f7047dc11f70p+0, 0x1.15b1e5f75270dp+0,
    0x1.0c9714fbcda3bp+0, 0x1.0410410410410p+0, 0x1.f07c1f07c1f08p-1, 0x1.d41d41d41d41dp-1,
    0x1.bacf914c1bad0p-1, 0x1.a41a41a41a41ap-1, 0x1.8f9c18f9c18fap-1, 0x1.7d05f417d05f4p-1,
};

// -log c.
constexpr double log_short_value[16] = {
    -0x1.68ac83e9c6a15p-2, -0x1.3c25277333183p-2, -0x1.1178e8227e47ap-2, -0x1.d1037f2655e7bp-3,
    -0x1.823c16551a3c0p-3, -0x1.365fcb0159014p-3, -0x1.da7276384469ep-4, -0x1.4d3115d207eacp-4,
    -0x1.894aa149fb34bp-5, -0x1.0205658935837p-6, 0x1.f829b0e7832f8p-6, 0x1.6f0d28ae56b4ep-4,
    0x1.29552f81ff521p-3, 0x1.9525a9cf456b6p-3, 0x1.fb9186d5e3e29p-3, 0x1.2e8e2bae11d31p-2,
};

// log1p(r) = r + r^2 Q(r), r in [-0.0303, 0.0303]; absolute error 2^-54.5.
constexpr double log1p_short[7] = {
    -0x1.0000000000000p-1, 0x1.555555557ec61p-2, -0x1.00000000254c1p-2, 0x1.99998e955591ep-3,
    -0x1.55554b6b0968dp-3, 0x1.24effcacb9b7dp-3, -0x1.0054552781ef1p-3,
};

// log((1+s)/(1-s)) = 2 s + s^3 R(s^2), |s| <= 1/5; absolute error 2^-61.5.
constexpr double atanh_tail[8] = {
    0x1.5555555555555p-1, 0x1.9999999999f17p-2, 0x1.24924923de6edp-2, 0x1.c71c72df580fcp-3,
    0x1.745cac43cc003p-3, 0x1.3b29d0452d426p-3, 0x1.0e8c55b42945fp-3, 0x1.169c38cc826bep-3,
};

// log((1+s)/(1-s)) = 2 s + s^3 R(s^2), |s| <= 1/5; absolute error 2^-55.3.
constexpr double atanh_tail_short[7] = {
    0x1.555555555556dp-1, 0x1.999999997cd24p-2, 0x1.24924951743bbp-2, 0x1.c71c3d608a2f4p-3,
    0x1.746b9dab90793p-3, 0x1.390565d08943ep-3, 0x1.3587371ccaae7p-3,
};

// log((1+s)/(1-s)) = 2 s + s^3 R(s^2), |s| <= 1/3; absolute error 2^-57.5.
constexpr double atanh_tail_wide[10] = {
    0x1.5555555555555p-1, 0x1.999999999a3ddp-2, 0x1.24924923d44c6p-2, 0x1.c71c727143318p-3,
    0x1.745cf0b0e03bdp-3, 0x1.3b18b294bebf9p-3, 0x1.10ac75dc602b1p-3, 0x1.eb905e8575054p-4,
    0x1.687a6e7c95176p-4, 0x1.4b0a26c5f2aefp-3,
};

}  // namespace
}  // namespace plogp::PLOGP_LEVEL
