"""What goes wrong outside the conversation."""


class PortError(Exception):
    """Something outside the conversation did not answer."""


class StorageUnavailable(PortError):
    """The database cannot be reached or read."""


class DeliveryError(PortError):
    """A platform did not take a message.

    `permanent`: it never will. `retry_after`: seconds it asks to wait. `maybe_sent`: the answer
    was lost, so the message may have arrived all the same. `moved_to`: the chat's new id.
    """

    def __init__(
        self,
        reason: str,
        *,
        permanent: bool = False,
        retry_after: float | None = None,
        maybe_sent: bool = False,
        moved_to: str | None = None,
    ) -> None:
        super().__init__(reason)
        self.permanent = permanent
        self.retry_after = retry_after
        self.maybe_sent = maybe_sent
        self.moved_to = moved_to
