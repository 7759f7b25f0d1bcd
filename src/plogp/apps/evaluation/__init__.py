"""What a model's predictions cost in bits, what of it is miscalibration, and whether two models differ."""

from plogp.apps.evaluation import views as views  # how a result is shown
from plogp.apps.evaluation.calibration_error import Bin
from plogp.apps.evaluation.comparison import ModelDifference
from plogp.apps.evaluation.evaluate import evaluate
from plogp.apps.evaluation.recalibration import Recalibration
from plogp.apps.evaluation.result import ClassEvaluation, Evaluation, Model, schema
from plogp.apps.evaluation.token_result import LanguageModel, LanguageModelDifference, TokenEvaluation, token_schema
from plogp.apps.evaluation.tokens import evaluate_tokens

__all__ = [
    "Bin", "ClassEvaluation", "Evaluation", "LanguageModel", "LanguageModelDifference", "Model", "ModelDifference",
    "Recalibration", "TokenEvaluation", "evaluate", "evaluate_tokens", "schema", "token_schema",
]  # fmt: skip
