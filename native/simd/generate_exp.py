"""Write exp_coefficients.hpp: polynomials for the exponential, KL and JS, each with its proven error.

Run `python native/simd/generate_exp.py` (needs mpmath), then `make format`. Each polynomial interpolates its function
at the Chebyshev nodes of the range in 200-bit arithmetic, which is within a small factor of the best; its coefficients
are then rounded to the target format. The error in the header's comments is that of the rounded polynomial, evaluated
exactly at 4000 points (the error curve has a dozen smooth extrema, so the largest sample is the maximum to better than
1 %). What rounding during evaluation adds is measured by the tests.
"""

from collections.abc import Callable
from pathlib import Path

import mpmath as mp
import numpy as np

mp.mp.prec = 200
Function = Callable[[mp.mpf], mp.mpf]


def exp_tail(r: mp.mpf) -> mp.mpf:
    """P of e^r = 1 + r + r²·P(r): by its series, which is exact to 200 bits for |r| <= 1."""
    return mp.fsum(r**j / mp.factorial(j + 2) for j in range(45))


def log_cosh(y: mp.mpf) -> mp.mpf:
    """log(cosh x)/x² as a function of y = x²."""
    return mp.log(mp.cosh(mp.sqrt(y))) / y


def js_term(y: mp.mpf) -> mp.mpf:
    """(x·tanh x − log cosh x)/x² as a function of y = x²."""
    x = mp.sqrt(y)
    return (x * mp.tanh(x) - mp.log(mp.cosh(x))) / y


def constant(
    name: str, kind: str, f: Function, weight: Function, low: float, high: float, terms: int, says: str
) -> str:
    """One constant array of the header, lowest coefficient first, with the proven error in its comment."""
    middle, half = mp.mpf(low + high) / 2, mp.mpf(high - low) / 2
    nodes = [middle - half * mp.cos(mp.pi * (2 * i + 1) / (2 * terms)) for i in range(terms)]
    powers = mp.matrix([[x**j for j in range(terms)] for x in nodes])
    exact = mp.lu_solve(powers, mp.matrix([f(x) for x in nodes]))
    rounded = [float(np.float32(float(c))) if kind == "float" else float(c) for c in exact]
    points = [middle - half * mp.cos(mp.pi * (i + mp.mpf("0.37")) / 4000) for i in range(4000)]
    worst = max(abs(weight(x) * (f(x) - mp.polyval([mp.mpf(c) for c in rounded[::-1]], x))) for x in points)
    numbers = ", ".join(c.hex() + ("f" if kind == "float" else "") for c in rounded)
    return f"// {says}: error <= 2^{float(mp.log(worst, 2)):.1f}.\ninline constexpr {kind} {name}[] = {{{numbers}}};\n"


def main() -> None:
    """Write the header beside this script."""
    reduced = float(mp.log(2) / 2) * 1.0001  # the reduced argument may pass ln2/2 by the rounding of its own reduction
    parts = []
    for kind, suffix, exp_terms, excess_terms, js_terms in (("float", "f32", 5, 8, 6), ("double", "f64", 11, 14, 11)):
        for name, f, weight, low, high, terms, says in (
            ("exp_tail", exp_tail, lambda r: r * r / mp.exp(r), -reduced, reduced, exp_terms, "e^r = 1 + r + r^2 P(r)"),
            ("excess", exp_tail, lambda d: 1 / exp_tail(d), -1, 1, excess_terms, "(e^d - 1 - d) / d^2, |d| <= 1"),
            ("log_cosh", log_cosh, lambda y: 1 / log_cosh(y), 0, 0.25, js_terms, "log cosh x / x^2, x^2 <= 1/4"),
            (
                "js_term",
                js_term,
                lambda y: 1 / js_term(y),
                0,
                0.25,
                js_terms,
                "(x tanh x - log cosh x) / x^2, x^2 <= 1/4",
            ),
        ):
            parts.append(constant(f"{name}_{suffix}", kind, f, weight, low, high, terms, says))
    head = "// Coefficients of the exponential and of the terms of KL and JS near zero; written by generate_exp.py."
    text = f"{head}\n#pragma once\n\nnamespace plogp {{\n\n{chr(10).join(parts)}\n}}  // namespace plogp\n"
    Path(__file__).with_name("exp_coefficients.hpp").write_text(text)


if __name__ == "__main__":
    main()
