"""Where implementations of gated units differ: which columns are the gate, where the clamp stands, α, and + 1.

Each record was read from the source that it names. `code` is NumPy that does the same: it makes `y` of `x`, whose last
axis holds the columns of both inputs, or of `g` and `u` where a model has separate matrices for them.
"""

from dataclasses import dataclass
from typing import Literal

from activations.gates.gate import Gate
from activations.gates.named import CLAMPED_SETTINGS, GATES

Split = Literal["halves", "interleaved", "separate"]
Position = Literal["first", "second"]
Clamp = Literal["none", "before the activation", "after the activation"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Implementation:
    """A gated unit as a library or a model has it."""

    name: str
    unit: Gate | None  # None for one that is no unit of `GATES`
    split: Split = "halves"
    gate_is: Position  # of the halves, of each pair of columns, or of the matrices as they are named
    clamp: Clamp = "none"
    limit: float | None = None
    alpha: float | None = None  # the factor within the sigmoid, where there is one
    bias: float = 0.0  # added to the value
    code: str
    source: str
    note: str = ""


_FIRST_HALF = "g, u = np.split(x, 2, axis=-1)"
_SECOND_HALF = "u, g = np.split(x, 2, axis=-1)"
_GLU = f"""\
{_SECOND_HALF}
y = special.expit(g) * u"""
_SWIGLU = "y = g * special.expit(g) * u"
_CLAMPED = """\
g = np.minimum(g, {limit})
u = np.clip(u, -{limit}, {limit})
y = g * special.expit({alpha} * g) * (u + {bias})"""


def _glu(name: str, source: str) -> Implementation:
    return Implementation(name=name, unit=GATES["GLU"](), gate_is="second", alpha=1.0, code=_GLU, source=source)


def _swiglu(name: str, gate_is: Position, source: str, note: str = "", split: Split = "halves") -> Implementation:
    halves = _FIRST_HALF if gate_is == "first" else _SECOND_HALF
    code = _SWIGLU if split == "separate" else f"{halves}\n{_SWIGLU}"
    return Implementation(
        name=name,
        unit=GATES["SwiGLU"](),
        split=split,
        gate_is=gate_is,
        alpha=1.0,
        code=code,
        source=source,
        note=note,
    )


def _clamped(model: str, split: Split, columns: str, source: str, note: str) -> Implementation:
    setting = CLAMPED_SETTINGS[model]
    return Implementation(
        name=model,
        unit=GATES["ClampedSwiGLU"](**setting),
        split=split,
        gate_is="first",
        clamp="before the activation",
        limit=setting["limit"],
        alpha=setting["alpha"],
        bias=setting["bias"],
        code=f"{columns}\n{_CLAMPED.format(**setting)}",
        source=source,
        note=note,
    )


IMPLEMENTATIONS_OF_GATES: tuple[Implementation, ...] = (
    _glu("torch.nn.functional.glu", "PyTorch 2.13, torch/nn/functional.py"),
    _glu("jax.nn.glu", "JAX 0.10.2, jax/_src/nn/functions.py"),
    _glu("keras.activations.glu", "Keras 3.15, keras/src/activations/activations.py"),
    _glu("mlx.nn.glu", "MLX, python/mlx/nn/layers/activations.py"),
    _swiglu(
        "ONNX SwiGLU",
        "first",
        "ONNX 1.23.2, operator SwiGLU of opset 28",
        "Two inputs, A (the gate) and B, without broadcasting; whoever exports the model splits packed columns.",
        "separate",
    ),
    _swiglu(
        "LLaMA",
        "first",
        "meta-llama/llama, llama/model.py, FeedForward",
        "w1 is the gate's matrix, w3 the value's, and w2 the one after them.",
        "separate",
    ),
    Implementation(
        name="T5 1.1",
        unit=GATES["GEGLUTanh"](),
        split="separate",
        gate_is="first",
        code="y = g * special.expit(2 * np.sqrt(2 / np.pi) * (g + 0.044715 * g**3)) * u",
        source="google-research/t5x, t5x/examples/t5/layers.py, MlpBlock",
        note="wi_0 is the gate's matrix, wi_1 the value's; its gelu is that of Flax, the tanh form.",
    ),
    _swiglu("vLLM SiluAndMul", "first", "vllm-project/vllm, vllm/model_executor/layers/activation.py"),
    _swiglu("transformers Phi3MLP", "first", "huggingface/transformers, models/phi3/modeling_phi3.py"),
    _swiglu("DINOv2 SwiGLUFFN", "first", "facebookresearch/dinov2, dinov2/layers/swiglu_ffn.py"),
    _swiglu(
        "timm SwiGLUPacked",
        "first",
        "huggingface/pytorch-image-models, timm/layers/mlp.py",
        "GluMlp(gate_last=False); GluMlp itself takes the second half as the gate.",
    ),
    _swiglu("diffusers SwiGLU", "second", "huggingface/diffusers, src/diffusers/models/activations.py"),
    Implementation(
        name="diffusers GEGLU",
        unit=GATES["GEGLU"](),
        gate_is="second",
        code=f"{_SECOND_HALF}\ny = g * special.ndtr(g) * u",
        source="huggingface/diffusers, src/diffusers/models/activations.py",
    ),
    _clamped(
        "gpt-oss",
        "interleaved",
        "g, u = x[..., ::2], x[..., 1::2]",
        "openai/gpt-oss, gpt_oss/torch/model.py, swiglu",
        "Columns g, u, g, u, …; the gate is clamped from above only, the value on both sides, then 1 is added.",
    ),
    _clamped(
        "DeepSeek-V4",
        "halves",
        _FIRST_HALF,
        "huggingface/transformers, models/deepseek_v4/modeling_deepseek_v4.py, DeepseekV4Experts",
        "The limit is swiglu_limit of the configuration, 10 unless it says otherwise.",
    ),
    Implementation(
        name="Step-3.5",
        unit=None,
        gate_is="first",
        clamp="after the activation",
        limit=7.0,
        alpha=1.0,
        code=f"{_FIRST_HALF}\ny = np.minimum(g * special.expit(g), 7.0) * np.clip(u, -7.0, 7.0)",
        source="sgl-project/sglang, python/sglang/srt/models/step3p5.py, Step3p5MLP",
        note="SiLU first, then the clamp. The configuration gives each layer its own limit, or none; 7 is an example.",
    ),
)
