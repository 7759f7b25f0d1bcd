// Vectors of float beside vectors of double under one spelling, so that a row of logits is written once for both.
//
// Rows of probabilities are read into doubles; rows of logits are long, and float32 ones keep float arithmetic: twice
// the lanes.
#pragma once

#include "simd/vector.hpp"

namespace plogp::PLOGP_LEVEL {
namespace {

typedef float Float __attribute__((vector_size(width)));
using Int32 = decltype(Float{} < Float{});  // see Int
typedef uint32_t Unsigned32 __attribute__((vector_size(width)));

template <class T>
struct Kind;

template <>
struct Kind<float> {
    using Vector = Float;
    using Mask = Int32;
};

template <>
struct Kind<double> {
    using Vector = Double;
    using Mask = Int;
};

template <class T>
using Vec = typename Kind<T>::Vector;

template <class T>
constexpr size_t lanes_of = width / sizeof(T);

template <class T>
PLOGP_INLINE Vec<T> same(T x) {
    return x - Vec<T>{};
}

PLOGP_INLINE Float absolute(Float x) { return (Float)((Int32)x & 0x7fffffff); }

// The larger of each pair of lanes; b where either is NaN.
PLOGP_INLINE Float max(Float a, Float b) {
#if defined(__AVX512F__)
    return _mm512_maskz_max_ps(-1, a, b);  // the plain form draws warnings from gcc 12's own header
#elif defined(__AVX2__)
    return _mm256_max_ps(a, b);
#elif defined(__x86_64__)
    return _mm_max_ps(a, b);
#else
    return a > b ? a : b;
#endif
}

PLOGP_INLINE float greatest(Float x) {
#if defined(__AVX512F__)
    return _mm512_reduce_max_ps(x);
#else
    float s = x[0];
    for (size_t i = 1; i < lanes_of<float>; i++) s = x[i] > s ? x[i] : s;
    return s;
#endif
}

PLOGP_INLINE bool any(Int mask) { return any_sign(mask); }
PLOGP_INLINE bool any(Int32 mask) { return any_sign((Int)mask | (Int)mask << 32); }

// The two halves of a vector of floats as doubles, and back.
PLOGP_INLINE Double widen_low(Float x) {
    HalfFloat half;
    __builtin_memcpy(&half, &x, sizeof half);
    return __builtin_convertvector(half, Double);
}

PLOGP_INLINE Double widen_high(Float x) {
    HalfFloat half;
    __builtin_memcpy(&half, reinterpret_cast<const char*>(&x) + sizeof half, sizeof half);
    return __builtin_convertvector(half, Double);
}

PLOGP_INLINE Float narrow(Double low, Double high) {
    const HalfFloat halves[] = {__builtin_convertvector(low, HalfFloat), __builtin_convertvector(high, HalfFloat)};
    Float x;
    __builtin_memcpy(&x, halves, sizeof x);
    return x;
}

// A store that goes around the caches; p is aligned to the width.
PLOGP_INLINE void stream(float* p, Float x) {
#if defined(__AVX512F__)
    _mm512_stream_ps(p, x);
#elif defined(__AVX2__)
    _mm256_stream_ps(p, x);
#elif defined(__x86_64__)
    _mm_stream_ps(p, x);
#else
    __builtin_memcpy(p, &x, sizeof x);
#endif
}

PLOGP_INLINE void stream(double* p, Double x) {
    Float raw;
    __builtin_memcpy(&raw, &x, sizeof raw);
    stream(reinterpret_cast<float*>(p), raw);
}

// Where in a row one step of a loop works: a whole vector …
template <class T>
struct Whole {
    PLOGP_INLINE Vec<T> load(const T* p, T) const {
        Vec<T> x;
        __builtin_memcpy(&x, p, sizeof x);
        return x;
    }
    PLOGP_INLINE void store(T* p, Vec<T> x) const { __builtin_memcpy(p, &x, sizeof x); }
    PLOGP_INLINE void put(T* p, Vec<T> x, bool streaming) const { streaming ? stream(p, x) : store(p, x); }
    PLOGP_INLINE Vec<T> keep(Vec<T> x) const { return x; }
};

// … or its first n < lanes entries. The other lanes are loaded as `fill`, and nothing beyond p[n - 1] is touched.
template <class T>
struct First {
    size_t n;

    PLOGP_INLINE Vec<T> load(const T* p, T fill) const {
#if defined(__AVX512F__)
        if constexpr (sizeof(T) == 4)
            return _mm512_mask_loadu_ps(same(fill), static_cast<__mmask16>((1u << n) - 1), p);
        else
            return _mm512_mask_loadu_pd(same(fill), static_cast<__mmask8>((1u << n) - 1), p);
#else
        Vec<T> x = same(fill);
        for (size_t i = 0; i < n; i++) x[i] = p[i];
        return x;
#endif
    }

    PLOGP_INLINE void store(T* p, Vec<T> x) const {
#if defined(__AVX512F__)
        if constexpr (sizeof(T) == 4)
            _mm512_mask_storeu_ps(p, static_cast<__mmask16>((1u << n) - 1), x);
        else
            _mm512_mask_storeu_pd(p, static_cast<__mmask8>((1u << n) - 1), x);
#else
        for (size_t i = 0; i < n; i++) p[i] = x[i];
#endif
    }
    PLOGP_INLINE void put(T* p, Vec<T> x, bool) const { store(p, x); }

    // The first n entries, and 0 in the other lanes.
    PLOGP_INLINE Vec<T> keep(Vec<T> x) const {
        for (size_t i = n; i < lanes_of<T>; i++) x[i] = 0;
        return x;
    }
};

// … or its first n <= lanes entries but the one at `skip`, whose lane is loaded as `fill` too, and not stored.
template <class T>
struct AllBut {
    size_t n, skip;

    PLOGP_INLINE Vec<T> load(const T* p, T fill) const {
#if defined(__AVX512F__)
        if constexpr (sizeof(T) == 4)
            return _mm512_mask_loadu_ps(same(fill), static_cast<__mmask16>(mask()), p);
        else
            return _mm512_mask_loadu_pd(same(fill), static_cast<__mmask8>(mask()), p);
#else
        Vec<T> x = n == lanes_of<T> ? Whole<T>().load(p, fill) : First<T>{n}.load(p, fill);
        x[skip] = fill;
        return x;
#endif
    }

    PLOGP_INLINE void store(T* p, Vec<T> x) const {
#if defined(__AVX512F__)
        if constexpr (sizeof(T) == 4)
            _mm512_mask_storeu_ps(p, static_cast<__mmask16>(mask()), x);
        else
            _mm512_mask_storeu_pd(p, static_cast<__mmask8>(mask()), x);
#else
        for (size_t i = 0; i < n; i++) p[i] = i == skip ? p[i] : x[i];
#endif
    }

    PLOGP_INLINE void put(T* p, Vec<T> x, bool) const { store(p, x); }

    // Its entries, and 0 in the other lanes.
    PLOGP_INLINE Vec<T> keep(Vec<T> x) const {
        x = First<T>{n}.keep(x);
        x[skip] = 0;
        return x;
    }

  private:
    PLOGP_INLINE unsigned mask() const { return ((1u << n) - 1) & ~(1u << skip); }
};

// The first lane that holds x, which one of them does.
template <class T>
PLOGP_INLINE size_t first_lane(Vec<T> v, T x) {
#if defined(__AVX512F__)
    if constexpr (sizeof(T) == 4)
        return static_cast<size_t>(__builtin_ctz(_mm512_cmp_ps_mask(v, same(x), _CMP_EQ_OQ)));
    else
        return static_cast<size_t>(__builtin_ctz(_mm512_cmp_pd_mask(v, same(x), _CMP_EQ_OQ)));
#else
    size_t i = 0;
    while (v[i] != x) i++;
    return i;
#endif
}

// Streaming stores are weakly ordered: a thread fences before it says that it is done.
PLOGP_INLINE void fence() {
#if defined(__x86_64__)
    _mm_sfence();
#endif
}

// The rounding error of the product of two lanes: a * b = ab + product_error(a, b, ab) exactly.
PLOGP_INLINE Double product_error(Double a, Double b, Double ab) {
#if defined(__AVX512F__)
    return _mm512_fmsub_pd(a, b, ab);
#elif defined(__FMA__) && defined(__AVX2__)
    return _mm256_fmsub_pd(a, b, ab);
#elif defined(__FP_FAST_FMA)
    for (size_t i = 0; i < lanes_of<double>; i++) a[i] = __builtin_fma(a[i], b[i], -ab[i]);
    return a;
#else
    // T. J. Dekker, A floating-point technique for extending the available precision, Numer. Math. 18 (1971), by
    // Veltkamp's split.
    const Double ca = a * 134217729.0, cb = b * 134217729.0;
    const Double ah = ca - (ca - a), al = a - ah, bh = cb - (cb - b), bl = b - bh;
    return ((ah * bh - ab) + ah * bl + al * bh) + al * bl;
#endif
}

}  // namespace
}  // namespace plogp::PLOGP_LEVEL
