"""Formulas and derivatives as code of NumPy and of other libraries, in forms that do not cancel."""

from collections.abc import Mapping, Sequence
from functools import partial

from activations.activation import Activation
from activations.formulas.binding import bound_tree
from activations.formulas.differentiating import MOST_DIFFERENTIATED, derivative
from activations.formulas.ends import with_limits
from activations.formulas.expression import Node, size_of
from activations.formulas.guarding import guarded
from activations.formulas.left_slopes import with_left_slopes
from activations.formulas.opening import has_numbers, keeps_digits, open_tree, settings_tried, takes_numbers
from activations.formulas.statements import statements_of
from activations.formulas.trials import trials_of
from activations.formulas.vocabulary import VOCABULARIES, Language
from activations.formulas.writing_out import elementary, elementary_tree, settled, written_out
from activations.imports import with_imports

_AUTOMATIC: Mapping[Language, str] = {
    "PyTorch": """\
f_prime = torch.func.vmap(torch.func.grad(f))  # of a one-dimensional tensor
f_second = torch.func.vmap(torch.func.grad(torch.func.grad(f)))""",
    "JAX": """\
f_prime = jax.vmap(jax.grad(f))  # of a one-dimensional array
f_second = jax.vmap(jax.grad(jax.grad(f)))""",
}
_AUTOMATIC_OPEN: Mapping[Language, str] = {
    "PyTorch": """\
def f_prime({arguments}):  # of a one-dimensional tensor
    return torch.func.vmap(torch.func.grad(lambda u: f(u, {letters})))(x)


def f_second({arguments}):
    return torch.func.vmap(torch.func.grad(torch.func.grad(lambda u: f(u, {letters}))))(x)""",
    "JAX": """\
def f_prime({arguments}):  # of a one-dimensional array
    return jax.vmap(jax.grad(lambda u: f(u, {letters})))(x)


def f_second({arguments}):
    return jax.vmap(jax.grad(jax.grad(lambda u: f(u, {letters}))))(x)""",
}


def code_of(formula: Activation, language: Language) -> str | None:
    """Python that defines f(x) of an array, and where the language has derivatives f_prime(x) and f_second(x).

    Free parameters are arguments with their values as defaults, unless code for all values would lose digits: then it
    is for these values, and says so. NumPy's derivatives are written out, unless they are too long; PyTorch and JAX
    differentiate f themselves. None where f itself is too long, with the functions of the catalogue within it written
    out.
    """
    tree = elementary_tree(formula)
    if tree is None:
        return None
    return _open_code(formula, language) or _code(formula, tree, language)


def derivative_code(activation: Activation) -> str | None:
    """NumPy's f_prime(x) and f_second(x) of a formula or a function of the catalogue; None if they are too long."""
    tree = elementary_tree(activation)
    trees = _derivatives(tree) if tree is not None else []
    written = [_finished(each, [activation], order, "NumPy") for order, each in enumerate(trees, start=1)]
    functions = [_function(name, each, "NumPy") for name, each in zip(_PRIMES, written, strict=False)]
    return _module(functions) if functions else None


def _code(formula: Activation, tree: Node, language: Language) -> str:
    fixed = ", ".join(f"{name} = {value}" for name, value in formula.parameters.items())
    written = [_finished(each, [formula], order, language) for order, each in enumerate(_orders(tree, language))]
    functions = [
        _function(name, each, language, comment=f"  # {fixed}" if fixed else "")
        for name, each in zip(("f", *_PRIMES), written, strict=False)
    ]
    return _module(functions + ([_AUTOMATIC[language]] if language in _AUTOMATIC else []))


def _open_code(formula: Activation, language: Language) -> str | None:
    """Code that is as good for other values of the parameters, if there is any."""
    tree = open_tree(formula)
    if tree is None:
        return None
    settings = settings_tried(formula)
    written = []
    for order, each in enumerate(_orders(elementary(tree), language)):
        if not keeps_digits(plain(each), settings, order, partial(_own_tree, order=order)):
            return None
        written.append(_finished(each, settings, order, language))
    if len(written) < len(_orders(elementary_tree(formula), language)):
        return None
    if not all(has_numbers(each, settings) and (language == "NumPy" or takes_numbers(each)) for each in written):
        return None
    arguments = ", ".join(["x", *(f"{name}={value}" for name, value in formula.parameters.items())])
    functions = [
        _function(name, each, language, arguments) for name, each in zip(("f", *_PRIMES), written, strict=False)
    ]
    if language in _AUTOMATIC_OPEN:
        letters = ", ".join(formula.parameters)
        functions.append(_AUTOMATIC_OPEN[language].format(arguments=arguments, letters=letters))
    return _module(functions)


def _orders(tree: Node | None, language: Language) -> list[Node]:
    """The trees of f and, in NumPy, of its derivatives, as far as they are not too long."""
    if tree is None:
        return []
    return [tree, *(_derivatives(tree) if language == "NumPy" else [])]


def _own_tree(activation: Activation, *, order: int) -> Node | None:
    """The tree of f or a derivative for these values of the parameters."""
    trees = _orders(elementary_tree(activation), "NumPy")
    return plain(trees[order]) if order < len(trees) else None


def plain(tree: Node) -> Node:
    """The tree with what NumPy and SciPy have no name for written out."""
    return written_out(tree, VOCABULARIES["NumPy"])


def module_of(name: str, tree: Node) -> str:
    """NumPy's code of a function of x, with its imports."""
    return _module([_function(name, plain(tree), "NumPy")])


_PRIMES = ("f_prime", "f_second")


def _derivatives(tree: Node) -> list[Node]:
    """The trees of both, or none if the first is too long."""
    first = bound_tree(derivative(tree), {})
    return [] if size_of(first) > MOST_DIFFERENTIATED else [first, bound_tree(derivative(first), {})]


def _finished(tree: Node, settings: Sequence[Activation], order: int, language: Language) -> Node:
    """The tree of f or of a derivative as its code is to be, good far out and at ±inf too."""
    written = settled(written_out(settled(tree), VOCABULARIES[language]))
    if order:
        written = with_left_slopes(written, settings, order)
    found = guarded(written, trials_of(settings, order, slopes=language != "NumPy"))
    return with_limits(found, settings, order)


def _module(functions: list[str]) -> str:
    return with_imports("\n\n\n".join(functions))


def _function(name: str, tree: Node, language: Language, arguments: str = "x", comment: str = "") -> str:
    lines = statements_of(tree, VOCABULARIES[language])
    return "\n".join([f"def {name}({arguments}):{comment}", *(f"    {line}" for line in lines)])
