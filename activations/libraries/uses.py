"""Who uses each activation, with a source for it."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple


class Use(NamedTuple):
    """A sentence on who uses an activation, and where that stands."""

    text: str
    source: str


def _paper(number: str, text: str) -> Use:
    return Use(text, f"https://arxiv.org/abs/{number}")


USES: Mapping[str, Use] = MappingProxyType(
    {
        "Sigmoid": Use(
            "The gates of the LSTM, and the output of logistic regression.",
            "https://doi.org/10.1162/neco.1997.9.8.1735",
        ),
        "Hardsigmoid": _paper("1905.02244", "MobileNetV3, in its squeeze-and-excite blocks."),
        "SparseSigmoid": _paper("1602.02068", "Sparsemax of two classes is this function."),
        # The first LSTM, of 1997, has tanh(x/2) in its place.
        "Tanh": _paper("1308.0850", "The cell and the output of the LSTM as it is run today."),
        "ScaledTanh": _paper("2408.00118", "Gemma 2 caps the logits of its attention and of its output so."),
        "Hardtanh": Use(
            "Binarized networks, before each layer's signs are taken.",
            "https://github.com/itayhubara/BinaryNet.pytorch/blob/master/models/vgg_cifar10_binary.py",
        ),
        "Softsign": Use(
            "Glorot and Bengio compare it with the sigmoid and tanh in deep networks.",
            "https://proceedings.mlr.press/v9/glorot10a.html",
        ),
        "Arctan": _paper("2007.05785", "Spiking networks take its derivative for that of the step."),
        "Erf": _paper("1606.08415", "The part of GELU that bends."),
        "LaplaceGate": _paper("2209.10655", "Mega offers it for its attention, in place of the softmax."),
        "Step": Use("The perceptron.", "https://doi.org/10.1037/h0042519"),
        "Softplus": _paper("2312.00752", "Mamba makes its step sizes positive with it."),
        "LogSigmoid": _paper("2305.18290", "Its negative is the loss of direct preference optimization."),
        "Squareplus": _paper("2112.11687", "The paper that proposes it, for a softplus without exponentials."),
        "SparsePlus": Use(
            "JAX offers it beside its sparse sigmoid.",
            "https://docs.jax.dev/en/latest/_autosummary/jax.nn.sparse_plus.html",
        ),
        "SqrtSoftplus": Use(
            "Experts in DeepSeek-V4 are chosen by it.",
            "https://github.com/huggingface/transformers/blob/main/src/transformers/models/deepseek_v4/"
            "configuration_deepseek_v4.py",
        ),
        "ReLU": _paper("1512.03385", "ResNet."),
        "ReLU6": _paper("1801.04381", "MobileNetV2."),
        "ClippedReLU": Use(
            "Keras' relu, with all of its arguments.", "https://keras.io/api/layers/activations/#relu-function"
        ),
        "ReLUSquared": _paper("2109.08668", "Primer, found by a search over transformers."),
        "StarReLU": _paper("2210.13452", "MetaFormer baselines such as CAFormer."),
        "LeakyReLU": Use(
            "YOLOv3, with the slope 0.1; learned, it is PReLU.",
            "https://github.com/pjreddie/darknet/blob/master/src/activations.h",
        ),
        "RReLU": _paper(
            "1505.00853", "On small data sets it overfits less than fixed and learned slopes; random in training."
        ),
        "Threshold": _paper("1402.3337", "Autoencoders without biases."),
        "ELU": _paper("1511.07289", "The networks of its own paper, which learn faster with it on images."),
        "SELU": _paper("1706.02515", "Self-normalizing networks."),
        "CELU": _paper("1704.07483", "The paper that proposes it, for an ELU whose slope is continuous for every α."),
        "xIELU": _paper(
            "2509.14233",
            "The Apertus models, with both α learned through softplus. Their code takes expm1 of min(x, −10⁻⁶), which "
            "at 0 makes a jump of 8 × 10⁻⁷.",
        ),
        "GELU": _paper("1810.04805", "BERT."),
        "GELUTanh": Use("GPT-2.", "https://github.com/openai/gpt-2/blob/master/src/model.py"),
        "QuickGELU": Use("CLIP.", "https://github.com/openai/CLIP/blob/main/clip/model.py"),
        "SiLU": _paper("2302.13971", "LLaMA, as the gate of SwiGLU."),
        "Mish": _paper("2004.10934", "YOLOv4."),
        "Hardswish": _paper("1905.02244", "MobileNetV3."),
        "HardMish": Use(
            "timm offers it.",
            "https://github.com/huggingface/pytorch-image-models/blob/main/timm/layers/activations.py",
        ),
        "Tanhshrink": Use(
            "PyTorch offers it.", "https://docs.pytorch.org/docs/stable/generated/torch.nn.Tanhshrink.html"
        ),
        "Hardshrink": Use("Wavelet denoising.", "https://doi.org/10.1093/biomet/81.3.425"),
        "Softshrink": Use(
            "Learned ISTA, for sparse codes; it is the proximal operator of the L1 norm.",
            "https://icml.cc/Conferences/2010/papers/449.pdf",
        ),
        "Shrink": Use("ONNX, for both hard and soft shrinkage.", "https://onnx.ai/onnx/operators/onnx__Shrink.html"),
        "Identity": _paper("1312.6120", "Deep linear networks, whose learning can be solved exactly."),
        "Exponential": _paper("1312.6114", "Variational autoencoders make variances from their logarithms with it."),
        "Gaussian": _paper("2111.15135", "Coordinate networks without positional encoding."),
        "Sin": Use(
            "SIREN, for images, sounds and shapes, with ω = 30.",
            "https://github.com/vsitzmann/siren/blob/master/modules.py",
        ),
        "Snake": Use(
            "The Descript audio codec, with a learned ω for each channel.",
            "https://github.com/descriptinc/descript-audio-codec/blob/main/dac/nn/layers.py",
        ),
    }
)
