"""Write native/simd/coefficients.hpp: the tables and polynomials of the logarithm, with the error each one has.

Run it with mpmath installed: `python native/simd/coefficients.py > native/simd/coefficients.hpp`. Polynomials
interpolate at Chebyshev nodes in 60 digits, which is within a small factor of the best polynomial; the errors written
beside them are the largest on 4,001 points after the coefficients were rounded to double.
"""

from collections.abc import Callable

import mpmath as mp

mp.mp.dps = 60


def interpolate(f: Callable[[mp.mpf], mp.mpf], low: mp.mpf, high: mp.mpf, count: int) -> list[float]:
    """Return the `count` coefficients, constant term first, of the polynomial equal to f at the Chebyshev nodes."""
    nodes = [(low + high) / 2 + (high - low) / 2 * mp.cos(mp.pi * (2 * i + 1) / (2 * count)) for i in range(count)]
    powers = mp.matrix(count, count)
    for i, x in enumerate(nodes):
        for j in range(count):
            powers[i, j] = x**j
    return [float(c) for c in mp.lu_solve(powers, mp.matrix([f(x) for x in nodes]))]


def worst(error: Callable[[mp.mpf], mp.mpf], low: mp.mpf, high: mp.mpf) -> str:
    """Return the largest |error| on an even grid over [low, high], as a power of two."""
    grid = [low + (high - low) * mp.mpf(i) / 4000 for i in range(4001)]
    return f"2^{float(mp.log(max(abs(error(x)) for x in grid if x != 0), 2)):.1f}"


def polynomial(coefficients: list[float], x: mp.mpf) -> mp.mpf:
    """Evaluate in full precision."""
    return mp.polyval([mp.mpf(c) for c in reversed(coefficients)], x)


def constants(name: str, values: list[float], comment: str) -> None:
    """Print one array of C++."""
    print(f"// {comment}")
    print(f"constexpr double {name}[{len(values)}] = {{")
    for i in range(0, len(values), 4):
        print("    " + ", ".join(v.hex() for v in values[i : i + 4]) + ",")
    print("};\n")


def logarithm_table(prefix: str, exact_near_one: bool) -> tuple[mp.mpf, mp.mpf]:
    """Table for a logarithm without a division: log z = -log c + log1p(z c - 1), c near 1/z, z in [11/16, 11/8).

    With c exactly 1 on both sides of 1, log x keeps its relative accuracy as x nears 1; without, r is half as large.
    Returns the interval of r = z c - 1.
    """
    inverses, logs, low, high = [], [], mp.mpf(0), mp.mpf(0)
    for i in range(16):
        # Sixteen equal steps of the high mantissa bits: 1/32 wide below 1, 1/16 wide above.
        start = mp.mpf(11) / 16 + mp.mpf(i) / 32 if i < 10 else 1 + mp.mpf(i - 10) / 16
        end = start + (mp.mpf(1) / 32 if i < 10 else mp.mpf(1) / 16)
        c = 1.0 if exact_near_one and i in (9, 10) else float(2 / (start + end))
        inverses.append(c)
        logs.append(float(-mp.log(mp.mpf(c))))
        low, high = min(low, start * c - 1), max(high, end * c - 1)
    constants(f"{prefix}_inverse", inverses, "c of the 16 steps of the mantissa from 11/16 to 11/8.")
    constants(f"{prefix}_value", logs, "-log c.")
    return low, high


def logarithms() -> None:
    """The logarithm that is right to the last digits everywhere, and a shorter one with an absolute error."""
    low, high = logarithm_table("log", exact_near_one=True)
    interval = f"[{mp.nstr(low, 3)}, {mp.nstr(high, 3)}]"
    p = interpolate(lambda r: (mp.log1p(r) - r + r * r / 2) / r**3, low, high, 9)
    error = worst(lambda r: (r - r * r / 2 + r**3 * polynomial(p, r)) / mp.log1p(r) - 1, low, high)
    constants("log1p_tail", p, f"log1p(r) = r - r^2/2 + r^3 P(r), r in {interval}; relative error {error}.")
    low, high = logarithm_table("log_short", exact_near_one=False)
    interval = f"[{mp.nstr(low, 3)}, {mp.nstr(high, 3)}]"
    q = interpolate(lambda r: (mp.log1p(r) - r) / r**2, low, high, 7)
    error = worst(lambda r: r + r * r * polynomial(q, r) - mp.log1p(r), low, high)
    constants("log1p_short", q, f"log1p(r) = r + r^2 Q(r), r in {interval}; absolute error {error}.")


def inverse_tangent() -> None:
    """R of log((1 + s)/(1 - s)) = 2 s + s^3 R(s^2), for ratios of 2/3 to 3/2, |s| <= 1/5, and up to 2, |s| <= 1/3."""

    def exact(z: mp.mpf) -> mp.mpf:
        s = mp.sqrt(z)
        return (2 * mp.atanh(s) - 2 * s) / s**3

    for name, reciprocal, count in (("atanh_tail", 5, 8), ("atanh_tail_short", 5, 7), ("atanh_tail_wide", 3, 10)):
        high = mp.mpf(1) / reciprocal**2
        r = interpolate(exact, mp.mpf(0), high, count)
        error = worst(lambda z, r=r: z**1.5 * (polynomial(r, z) - exact(z)), mp.mpf(0), high)
        constants(name, r, f"log((1+s)/(1-s)) = 2 s + s^3 R(s^2), |s| <= 1/{reciprocal}; absolute error {error}.")


if __name__ == "__main__":
    print("// Tables and polynomials of the logarithm. Written by coefficients.py: change that, not this.")
    print("// clang-format off\n#pragma once\n\nnamespace plogp::PLOGP_LEVEL {\nnamespace {\n")
    logarithms()
    inverse_tangent()
    print("}  // namespace\n}  // namespace plogp::PLOGP_LEVEL")
