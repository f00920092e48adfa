"""The training lab: experiments that run in worker processes, wait their turn, and are kept on disk."""
