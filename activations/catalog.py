"""The catalogue: one record per activation function, in the order in which they are shown."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from activations.functions import exponential_linear, rectified, sigmoidal, smooth_rectified
from activations.functions.elementwise import ElementwiseFunction


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """A keyword of an activation and the range in which the app explores it."""

    name: str
    symbol: str  # as shown on its slider
    default: float
    low: float
    high: float
    step: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Activation:
    """An activation function with its calculus; `name` is its one identifier, in links too, and never changes."""

    name: str
    function: ElementwiseFunction
    derivative: ElementwiseFunction
    second_derivative: ElementwiseFunction
    parameters: tuple[Parameter, ...] = ()
    breakpoints: Callable[..., tuple[float, ...]] = lambda **_: ()  # sorted; where the definition changes branch
    formula: str  # LaTeX
    reference: str

    @property
    def defaults(self) -> dict[str, float]:
        return {parameter.name: parameter.default for parameter in self.parameters}


def _zero(**_: float) -> tuple[float, ...]:
    return (0.0,)


CATALOG: Mapping[str, Activation] = MappingProxyType(
    {
        activation.name: activation
        for activation in (
            Activation(
                name="Sigmoid",
                function=sigmoidal.sigmoid,
                derivative=sigmoidal.sigmoid_derivative,
                second_derivative=sigmoidal.sigmoid_second_derivative,
                parameters=(Parameter(name="offset", symbol="offset", default=0.0, low=-10.0, high=10.0, step=0.1),),
                formula=r"\sigma(x) = \frac{1}{1 + e^{-(x - \text{offset})}}",
                reference="Verhulst 1845, Nouveaux mémoires de l'Académie royale de Bruxelles 18",
            ),
            Activation(
                name="Tanh",
                function=sigmoidal.tanh,
                derivative=sigmoidal.tanh_derivative,
                second_derivative=sigmoidal.tanh_second_derivative,
                formula=r"\tanh(x) = \frac{e^{x} - e^{-x}}{e^{x} + e^{-x}}",
                reference="LeCun, Bottou, Orr and Müller 1998, Efficient BackProp",
            ),
            Activation(
                name="Softplus",
                function=smooth_rectified.softplus,
                derivative=smooth_rectified.softplus_derivative,
                second_derivative=smooth_rectified.softplus_second_derivative,
                parameters=(Parameter(name="beta", symbol="β", default=1.0, low=0.1, high=10.0, step=0.1),),
                formula=r"\operatorname{softplus}(x) = \frac{1}{\beta} \ln\left(1 + e^{\beta x}\right)",
                reference="Dugas et al. 2000, Incorporating second-order functional knowledge (NIPS 13)",
            ),
            Activation(
                name="ReLU",
                function=rectified.relu,
                derivative=rectified.relu_derivative,
                second_derivative=rectified.relu_second_derivative,
                breakpoints=_zero,
                formula=r"\operatorname{ReLU}(x) = \max(0, x)",
                reference="Nair and Hinton 2010, Rectified linear units improve restricted Boltzmann machines (ICML)",
            ),
            Activation(
                name="LeakyReLU",
                function=rectified.leaky_relu,
                derivative=rectified.leaky_relu_derivative,
                second_derivative=rectified.leaky_relu_second_derivative,
                parameters=(
                    Parameter(
                        name="negative_slope", symbol="negative slope", default=0.01, low=0.0, high=1.0, step=0.01
                    ),
                ),
                breakpoints=_zero,
                formula=r"\operatorname{LeakyReLU}(x) = \begin{cases} x & x > 0 \\ "
                r"\text{negative slope} \cdot x & x \le 0 \end{cases}",
                reference="Maas, Hannun and Ng 2013, Rectifier nonlinearities improve neural network acoustic models",
            ),
            Activation(
                name="ELU",
                function=exponential_linear.elu,
                derivative=exponential_linear.elu_derivative,
                second_derivative=exponential_linear.elu_second_derivative,
                parameters=(Parameter(name="alpha", symbol="α", default=1.0, low=0.0, high=3.0, step=0.05),),
                breakpoints=_zero,
                formula=r"\operatorname{ELU}(x) = \begin{cases} x & x > 0 \\ "
                r"\alpha \left(e^{x} - 1\right) & x \le 0 \end{cases}",
                reference="Clevert, Unterthiner and Hochreiter 2016, arXiv 1511.07289",
            ),
            Activation(
                name="SELU",
                function=exponential_linear.selu,
                derivative=exponential_linear.selu_derivative,
                second_derivative=exponential_linear.selu_second_derivative,
                breakpoints=_zero,
                formula=r"\operatorname{SELU}(x) = \lambda \begin{cases} x & x > 0 \\ "
                r"\alpha \left(e^{x} - 1\right) & x \le 0 \end{cases} "
                r"\quad \lambda \approx 1.0507,\ \alpha \approx 1.6733",
                reference="Klambauer, Unterthiner, Mayr and Hochreiter 2017, arXiv 1706.02515",
            ),
            Activation(
                name="GELU",
                function=smooth_rectified.gelu,
                derivative=smooth_rectified.gelu_derivative,
                second_derivative=smooth_rectified.gelu_second_derivative,
                formula=r"\operatorname{GELU}(x) = x\, \Phi(x), \quad \Phi(x) = \tfrac{1}{2} "
                r"\left(1 + \operatorname{erf}\tfrac{x}{\sqrt{2}}\right)",
                reference="Hendrycks and Gimpel 2016, arXiv 1606.08415",
            ),
            Activation(
                name="SiLU",
                function=smooth_rectified.silu,
                derivative=smooth_rectified.silu_derivative,
                second_derivative=smooth_rectified.silu_second_derivative,
                parameters=(Parameter(name="beta", symbol="β", default=1.0, low=0.0, high=10.0, step=0.1),),
                formula=r"\operatorname{SiLU}(x) = x\, \sigma(\beta x) = \frac{x}{1 + e^{-\beta x}}",
                reference="Elfwing et al. 2018, arXiv 1702.03118; with β: Ramachandran et al. 2017, arXiv 1710.05941",
            ),
        )
    }
)
