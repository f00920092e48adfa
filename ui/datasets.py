"""What data sets are called wherever they are named alike."""

NAMES = {
    "mnist": "MNIST",
    "fashion-mnist": "Fashion-MNIST",
    "kmnist": "KMNIST",
    "emnist-balanced": "EMNIST Balanced",
    "emnist-byclass": "EMNIST ByClass",
    "emnist-bymerge": "EMNIST ByMerge",
    "emnist-digits": "EMNIST Digits",
    "emnist-letters": "EMNIST Letters",
    "emnist-mnist": "EMNIST MNIST",
}
