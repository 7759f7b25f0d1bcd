"""The joint probabilities of several variables, one axis a variable."""

from __future__ import annotations

from dataclasses import dataclass
from numbers import Integral
from typing import Any

from plogp.backend.arrays import Array, namespace, real, working
from plogp.distributions.array_input import numbers
from plogp.distributions.known import Known
from plogp.distributions.validity import check_probabilities
from plogp.theory.errors import ShapeMismatch, Unanswerable
from plogp.theory.joint_equations import JointPmf
from plogp.theory.parameters import shown
from plogp.theory.pmf import Pmf


@dataclass(frozen=True, eq=False)
class Joint(Known):
    """Probabilities p(x, y, …) over several axes, which together sum to one; other axes are a batch.

    A bare array given to a quantity of joint distributions is one: its last two axes for a quantity of two variables,
    all of them for a quantity of any number.

    Parameters
    ----------
    p : array or nested lists
        The probabilities.
    axes : sequence of int, optional
        The axes of the variables, in order. The last two if left out.

    Examples
    --------
    >>> import plogp
    >>> plogp.mutual_information(plogp.Joint([[0.5, 0.0], [0.0, 0.5]]), base=2).round(6)
    np.float64(1.0)
    """

    p: Any
    axes: tuple[int, ...] | None = None

    data = ("p",)

    def pmf(self, like: Array | None) -> Pmf:
        raise Unanswerable(
            "Joint holds several variables, and this quantity speaks of one distribution: Probs(p.reshape(…, -1)) is "
            "that of all variables together"
        )

    def joint(self, order: int | None, given: tuple[int, ...] = ()) -> JointPmf:
        """The checked distribution with the variables last, those in `given` after the others.

        `order` is how many variables the quantity speaks of, beside those given; None for any number.
        """
        p = numbers(self.p, "probabilities")
        xp = namespace(p)
        p = real(xp, p)
        for axis in given:
            if not -p.ndim <= axis < p.ndim:
                raise ShapeMismatch(f"given={axis} is out of range for an array of {p.ndim} axes")
        given = tuple(axis % p.ndim for axis in given)
        if len(set(given)) < len(given):
            raise ShapeMismatch(f"an axis is given more than once: {given}")
        axes = [axis for axis in self._axes(p, order, given) if axis not in given]
        if (order is not None and len(axes) != order) or len(axes) < 2:
            raise ShapeMismatch(
                f"this quantity speaks of {order or 'two or more'} variables, but {len(axes)} axes are theirs in an "
                f"array of shape {tuple(p.shape)}; name them with Joint(p, axes=…)"
            )
        variables = (*axes, *given)
        p = xp.permute_dims(p, (*(axis for axis in range(p.ndim) if axis not in variables), *variables))
        made = JointPmf(xp, working(xp, p), len(variables))
        remedy = f"Its variables are the axes {variables}; Joint(p, axes=…) names others. Write Counts(x) of counts."
        check_probabilities(xp, xp.reshape(p, (*p.shape[: p.ndim - made.order], -1)), remedy)
        return made

    def _axes(self, p: Array, order: int | None, given: tuple[int, ...]) -> tuple[int, ...]:
        if self.axes is None:
            free = [axis for axis in range(p.ndim) if axis not in given]
            return tuple(free if order is None else free[-order:])
        if not isinstance(self.axes, tuple | list) or not all(isinstance(axis, Integral) for axis in self.axes):
            raise ShapeMismatch(f"axes= are the numbers of the axes, in order, but they are {shown(self.axes)}")
        if any(not -p.ndim <= axis < p.ndim for axis in self.axes):
            raise ShapeMismatch(f"axes {self.axes} are out of range for an array of shape {tuple(p.shape)}")
        axes = tuple(axis % p.ndim for axis in self.axes)
        if len(set(axes)) < len(axes):
            raise ShapeMismatch(f"axes {self.axes} name an axis more than once")
        return axes
