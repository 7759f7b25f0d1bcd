"""Which measurements of a tumour to take: features chosen by mutual information, before a classifier.

    python examples/choose_features.py

Thirty columns that repeat each other a good deal; each criterion chooses inside the cross-validation, so that the
scores are honest.
"""

from __future__ import annotations

from sklearn.datasets import load_breast_cancer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import cross_val_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from plogp.apps.feature_selection import CMIM, JMI, MIM, MRMR, ConditionalInformation, InformationSelector


def main() -> None:
    """Print what is chosen and why, then how well a classifier does with it."""
    X, y = load_breast_cancer(return_X_y=True, as_frame=True)
    print("The first four by joint mutual information:")
    for step in InformationSelector(JMI(), n_features=4).fit(X, y).steps_:
        print(f"  {step}")
    print("\nUntil nothing tells more than chance:")
    for step in InformationSelector(ConditionalInformation()).fit(X, y).steps_:
        print(f"  {step}")
    print("\nAccuracy of a logistic regression, mean of ten folds:")
    model = [StandardScaler(), LogisticRegression(max_iter=1000)]
    for name, criterion in (("MIM", MIM()), ("MRMR", MRMR()), ("JMI", JMI()), ("CMIM", CMIM())):
        chosen = make_pipeline(InformationSelector(criterion, n_features=4), *model)
        print(f"  4 of 30 by {name:4}  {cross_val_score(chosen, X, y, cv=10).mean():.3f}")
    print(f"  all 30          {cross_val_score(make_pipeline(*model), X, y, cv=10).mean():.3f}")


if __name__ == "__main__":
    main()
