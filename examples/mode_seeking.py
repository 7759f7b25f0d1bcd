"""Mode covering against mode seeking: one normal for a target with two peaks, under three divergences."""

import plogp
from plogp import Mixture, Normal
from plogp.apps.approximation import fit, reverse

TARGET = Mixture([Normal(-3.0, 1.0), Normal(3.0, 1.0)], [0.4, 0.6])


def main() -> None:
    """Fit the same family to the same target; only what "near" means differs."""
    print("target: 40 % of N(-3, 1) and 60 % of N(3, 1)\n")
    found = {}
    for name, divergence in (
        ("forward KL, D(target‖fit)", plogp.kl_divergence),
        ("reverse KL, D(fit‖target)", reverse(plogp.kl_divergence)),
        ("Jensen-Shannon", plogp.js_divergence),
    ):
        found[name] = q = fit(Normal, TARGET, divergence)
        print(f"{name:26} N({q.member.loc:5.2f}, {q.member.scale:.2f})   {q.divergence:.3f} nat")
    covering, seeking, _ = (q.member for q in found.values())
    # Moment matching: the mean and the variance of the target, its variance within and between the peaks.
    assert abs(covering.loc - 0.6) < 1e-3
    assert abs(covering.scale**2 - (1 + 0.4 * 0.6 * 6**2)) < 1e-2
    # The larger peak, and nothing of the other.
    assert abs(seeking.loc - 3) < 0.05
    assert seeking.scale < 1.1
    print("\nforward KL covers both peaks and the gap between them; reverse KL takes the larger one")


if __name__ == "__main__":
    main()
