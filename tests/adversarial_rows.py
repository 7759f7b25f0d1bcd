"""Pairs of rows on which careless formulas fail, by what is hard about them."""

TINY = 5e-324  # the smallest number above zero

ADVERSARIAL = {
    "one class": ([1.0], [1.0]),
    "one class, both off by the tolerance": ([1 + 1e-7], [1 - 1e-7]),
    "nearly one hot": ([1 - 1e-9, 1e-9], [1 - 2e-9, 2e-9]),
    "one ulp from one hot": ([1 - 2.0**-53, 2.0**-53], [1.0, TINY]),
    "subnormal entries": ([1.0, TINY], [1.0, 2 * TINY]),
    "subnormal against small": ([1.0, TINY], [1.0, 3e-310]),
    "subnormal against half": ([0.5, 0.5], [1.0, TINY]),
    "far apart and tiny": ([1e-160, 1.0], [1e-320, 1.0]),
    "tiny and different": ([1.0, 1e-170], [1.0, 2e-170]),
    "tiny off the support of the other": ([1.0, 0.0, 1e-200], [1.0, 1e-200, 0.0]),
    "zero in p": ([0.0, 0.5, 0.5], [0.25, 0.25, 0.5]),
    "zero in q": ([0.25, 0.25, 0.5], [0.0, 0.5, 0.5]),
    "zeros in both": ([0.0, 0.0, 0.25, 0.75], [0.0, 0.5, 0.25, 0.25]),
    "negative zeros": ([-0.0, 0.25, 0.75], [0.5, 0.25, 0.25]),
    "disjoint": ([1.0, 0.0], [0.0, 1.0]),
    "nearly disjoint": ([1 - 1e-5, 1e-5], [1e-5, 1 - 1e-5]),
    "model nearly sure": ([1.0, 0.0], [1 - 1e-12, 1e-12]),
    "model sure to the last bit": ([1.0, 0.0], [1 - 2.0**-53, 2.0**-53]),
    "proportional": ([0.25 * (1 + 1e-7)] * 4, [0.25] * 4),
    "at the edge of a reduction": ([0.4, 0.6], [0.4 * 2**0.5, 1 - 0.4 * 2**0.5]),
}
