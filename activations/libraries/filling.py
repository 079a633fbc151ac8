"""Values in their places in templates of code, without what is 0."""

from collections.abc import Mapping


class _Value(float):
    """A number as a template asks for it: by itself, `:-` subtracted, `:+` added, `:neg`, or `:x` as x less it."""

    def __format__(self, form: str) -> str:
        value = float(self)
        match form:
            case "":
                return repr(value)
            case "neg":
                return repr(0.0 - value)
            case "+" | "-":
                sign = form if value > 0.0 else "-+"[form == "-"]
                return f" {sign} {abs(value)!r}" if value else ""
        return f"({form}{self:-})" if value else form


def filled(template: str, parameters: Mapping[str, float]) -> str:
    return template.format(**{name: _Value(value) for name, value in parameters.items()})
