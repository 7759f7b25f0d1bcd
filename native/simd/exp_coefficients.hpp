// Coefficients of the exponential and of the terms of KL and JS near zero; written by generate_exp.py.
#pragma once

namespace plogp {

// e^r = 1 + r + r^2 P(r): error <= 2^-26.5.
inline constexpr float exp_tail_f32[] = {0x1.0000000000000p-1f, 0x1.5554dc0000000p-3f, 0x1.55551a0000000p-5f,
                                         0x1.120b6e0000000p-7f, 0x1.6d110a0000000p-10f};

// (e^d - 1 - d) / d^2, |d| <= 1: error <= 2^-25.8.
inline constexpr float excess_f32[] = {0x1.0000000000000p-1f,  0x1.5555560000000p-3f,  0x1.55557a0000000p-5f,
                                       0x1.11111e0000000p-7f,  0x1.6bff520000000p-10f, 0x1.a009000000000p-13f,
                                       0x1.a971fc0000000p-16f, 0x1.78a70e0000000p-19f};

// log cosh x / x^2, x^2 <= 1/4: error <= 2^-30.1.
inline constexpr float log_cosh_f32[] = {0x1.0000000000000p-1f,  -0x1.5555540000000p-4f, 0x1.6c156a0000000p-6f,
                                         -0x1.b9beb20000000p-8f, 0x1.18e78e0000000p-9f,  -0x1.2d165c0000000p-11f};

// (x tanh x - log cosh x) / x^2, x^2 <= 1/4: error <= 2^-28.0.
inline constexpr float js_term_f32[] = {0x1.0000000000000p-1f,  -0x1.fffff40000000p-3f, 0x1.c7183e0000000p-4f,
                                        -0x1.8246720000000p-5f, 0x1.396fee0000000p-6f,  -0x1.8bb0640000000p-8f};

// e^r = 1 + r + r^2 P(r): error <= 2^-61.4.
inline constexpr double exp_tail_f64[] = {0x1.0000000000000p-1,  0x1.5555555555557p-3,  0x1.5555555555556p-5,
                                          0x1.11111111100dcp-7,  0x1.6c16c16c162d4p-10, 0x1.a01a01abe7fe1p-13,
                                          0x1.a01a01a6d889cp-16, 0x1.71de0231960ebp-19, 0x1.27e4db646b17ep-22,
                                          0x1.af4de97ca4194p-26, 0x1.1f730349868cep-29};

// (e^d - 1 - d) / d^2, |d| <= 1: error <= 2^-54.8.
inline constexpr double excess_f64[] = {
    0x1.0000000000000p-1,  0x1.5555555555555p-3,  0x1.5555555555502p-5,  0x1.11111111110fdp-7,  0x1.6c16c16c212c0p-10,
    0x1.a01a01a01ee70p-13, 0x1.a01a01907b7eep-16, 0x1.71de3a4e14f40p-19, 0x1.27e5069de9344p-22, 0x1.ae6460fae3728p-26,
    0x1.1ee5640e638a2p-29, 0x1.611cb330c1fe8p-33, 0x1.99848a67700e4p-37, 0x1.b41232cf9950fp-41};

// log cosh x / x^2, x^2 <= 1/4: error <= 2^-58.0.
inline constexpr double log_cosh_f64[] = {0x1.0000000000000p-1,   -0x1.555555555554dp-4,  0x1.6c16c16c1584bp-6,
                                          -0x1.ba1ba1b8e5b38p-8,  0x1.1ea5d34de103ap-9,   -0x1.833d8592b6121p-11,
                                          0x1.0d0936e0fc310p-12,  -0x1.7d6333c0d2920p-14, 0x1.107f1b83a843cp-15,
                                          -0x1.7234c7ceeb535p-17, 0x1.6925e219e9dcbp-19};

// (x tanh x - log cosh x) / x^2, x^2 <= 1/4: error <= 2^-56.5.
inline constexpr double js_term_f64[] = {0x1.0000000000000p-1,   -0x1.fffffffffffa9p-3,  0x1.c71c71c715a03p-4,
                                         -0x1.82d82d7f81cfbp-5,  0x1.427a8d385be43p-6,   -0x1.0a3a3bf56768cp-7,
                                         0x1.b52c92a680924p-9,   -0x1.65705943d2a43p-10, 0x1.20b90c63704a4p-11,
                                         -0x1.b13b8ddf4775ep-13, 0x1.c484636c6a304p-15};

}  // namespace plogp
