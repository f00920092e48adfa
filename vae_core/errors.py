"""What can go wrong, said in words a reader can act on."""


class VaeCoreError(Exception):
    """The root of every error that this package raises on purpose."""


class ConfigError(VaeCoreError, ValueError):
    """A setting lies outside what the model or the training can use."""


class DatasetError(VaeCoreError):
    """A data set is missing, damaged or not what its name says."""


class CheckpointError(VaeCoreError):
    """A saved model is missing, damaged or does not fit its own description."""


class TrainingDiverged(VaeCoreError):
    """The loss became infinite, NaN or absurdly large.

    ``last_good`` is the last snapshot before it happened.
    """

    def __init__(self, message: str, last_good):
        super().__init__(message)
        self.last_good = last_good
