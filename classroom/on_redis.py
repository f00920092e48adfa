"""Classes in Redis or Valkey: several servers serve one class, and each is told what the others change.

A class is one hash, for which the server's own clock runs out. Each change is one script: done as a whole, published,
and done once even where its answer was lost and it was sent again. What of it a restart of that server leaves, its
settings say (``appendonly yes``).
"""

import math
import threading
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import Any

import redis
from redis.backoff import ExponentialBackoff
from redis.retry import Retry

from classroom.store import StoreError, Watchers, checked, packed, unpacked

CHANNEL = "vae:classes"
CONNECTIONS = 32
PATIENCE = 5.0  # seconds for an answer
CHECK_EVERY = 15  # seconds after which a silent connection is asked whether it is still one
# How long a restart of the server is waited for, a second or so, before it is said to be away.
RETRIES, FIRST_WAIT, LONGEST_WAIT = 4, 0.05, 0.5
REMEMBERED = 60_000  # milliseconds in which what was sent again is known again: longer than all retries

# A hash without fields is none: this one says that the class is there.
THERE = ""
SCRIPT = """
local class, done = KEYS[1], KEYS[2]
local channel, code, remembered, verb = ARGV[1], ARGV[2], ARGV[3], ARGV[4]
local answer = redis.call('GET', done)
if answer then return answer end
local is_there = redis.call('EXISTS', class) == 1

local function put(first, last)
    for i = first, last, 2 do redis.call('HSET', class, ARGV[i], ARGV[i + 1]) end
end

answer = 'no'
if verb == 'create' and not is_there then
    put(6, #ARGV)
    redis.call('PEXPIRE', class, ARGV[5])
    answer = 'yes'
elseif verb == 'put' and is_there then
    local removed = tonumber(ARGV[5])
    for i = 6, 5 + removed do redis.call('HDEL', class, ARGV[i]) end
    put(6 + removed, #ARGV)
    answer = 'yes'
elseif verb == 'add' and is_there and redis.call('HSETNX', class, ARGV[5], ARGV[6]) == 1 then
    answer = 'yes'
elseif verb == 'count_up' and is_there then
    local count = redis.pcall('HINCRBY', class, ARGV[5], 1)
    answer = type(count) == 'number' and redis.call('HGET', class, ARGV[5]) or 'no counter'
elseif verb == 'delete' and is_there then
    redis.call('DEL', class)
    answer = 'yes'
end
if answer ~= 'no' and answer ~= 'no counter' then
    redis.call('PUBLISH', channel, code)
end
redis.call('SET', done, answer, 'PX', remembered)
return answer
"""


class RedisStore:
    """A :class:`~classroom.store.Store` on the server at ``url``, which need not be there yet."""

    def __init__(self, url: str):
        retry = Retry(ExponentialBackoff(LONGEST_WAIT, FIRST_WAIT), RETRIES)
        try:
            pool = redis.BlockingConnectionPool.from_url(
                url,
                max_connections=CONNECTIONS,
                timeout=PATIENCE,
                socket_timeout=PATIENCE,
                socket_connect_timeout=PATIENCE,
                health_check_interval=CHECK_EVERY,
                decode_responses=True,
                protocol=2,
                retry=retry,
            )
        except ValueError as error:
            # What is wrong with it is not quoted: it may be a piece of the password.
            raise StoreError(
                "The address of the server for classes cannot be read; / and @ in its password must be percent-encoded."
            ) from error
        self._server = redis.Redis.from_pool(pool)
        self._script = self._server.register_script(SCRIPT)
        self._watchers = Watchers()
        self._asked: set[str] = set()
        self._may_have_missed = False
        self._listener: threading.Thread | None = None
        self._lock, self._hears, self._closed = threading.Lock(), threading.Event(), threading.Event()

    def create(self, code: str, entries: Mapping[str, Any], lasts: float) -> bool:
        written = {key: value for key, value in packed(entries).items() if value is not None}
        return self._do(code, "create", math.ceil(checked(lasts) * 1000), THERE, "", *_flat(written)) == "yes"

    def entries(self, code: str) -> dict[str, Any] | None:
        with _speaking():
            found = self._server.hgetall(_class(code))
        if found.pop(THERE, None) is None:
            self._asked.discard(code)
            return None
        self._asked.add(code)
        return unpacked(found)

    def put(self, code: str, entries: Mapping[str, Any]) -> bool:
        written = packed(entries)
        removed = [key for key, value in written.items() if value is None]
        kept = {key: value for key, value in written.items() if value is not None}
        return self._do(code, "put", len(removed), *removed, *_flat(kept)) == "yes"

    def add(self, code: str, key: str, value: Any) -> bool:
        if value is None:
            raise ValueError("There is nothing to add.")
        return self._do(code, "add", *_flat(packed({key: value}))) == "yes"

    def count_up(self, code: str, key: str) -> int | None:
        packed({key: 0})
        answer = self._do(code, "count_up", key)
        if answer == "no counter":
            raise ValueError(f"{key} is no counter.")
        return None if answer == "no" else int(answer)

    def delete(self, code: str) -> None:
        self._do(code, "delete")

    def watch(self, told: Callable[[str], None]) -> Callable[[], None]:
        end = self._watchers.add(told)
        with self._lock:
            if self._listener is None:
                self._listener = threading.Thread(target=self._listen, name="classes", daemon=True)
                self._listener.start()
        # What changes from now on is heard; where the server is away, when it is back.
        if not self._hears.wait(LONGEST_WAIT * RETRIES):
            self._may_have_missed = True
        return end

    def close(self) -> None:
        self._closed.set()
        self._watchers.clear()
        if self._listener:
            self._listener.join()
        self._server.close()
        self._server.connection_pool.disconnect()

    def _do(self, code: str, verb: str, *arguments: str | int) -> str:
        keys = [_class(code), f"vae:done:{{{code}}}:{uuid.uuid4().hex}"]
        with _speaking():
            return self._script(keys, [CHANNEL, code, REMEMBERED, verb, *arguments])

    def _listen(self) -> None:
        """Hear of changes until the store is closed, and again after each loss of the connection."""
        while not self._closed.is_set():
            # That the server is away, whoever asks for a class is told.
            with suppress(redis.RedisError), self._server.pubsub() as heard:
                heard.subscribe(CHANNEL)
                while heard.health_check_response_counter < 2 and not self._closed.is_set():
                    self._take(heard.get_message(timeout=0.2))
            self._closed.wait(LONGEST_WAIT)

    def _take(self, message: Mapping[str, Any] | None) -> None:
        if message and message["type"] == "message":
            self._watchers.tell(message["data"])
        elif message and message["type"] == "subscribe":
            missed = tuple(self._asked) if self._may_have_missed else ()
            self._may_have_missed = True  # at the next time, after a connection was lost
            self._hears.set()
            for code in missed:
                self._watchers.tell(code)


@contextmanager
def _speaking() -> Iterator[None]:
    try:
        yield
    except redis.RedisError as error:
        raise StoreError("The server that keeps the classes cannot be used now ({error}).", error=error) from error


def _class(code: str) -> str:
    return f"vae:class:{{{code}}}"  # in braces: a cluster keeps on one server what has it in common


def _flat(entries: Mapping[str, str]) -> Iterator[str]:
    for entry in entries.items():
        yield from entry
