"""The desk's server: how it listens."""

import asyncio
import socket
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from eventbook.coders.desk.server import listening
from eventbook.schema.session import Workplace


async def _nodelay(bound: socket.socket) -> int:
    """Return whether asyncio sends small answers at once on connections that are taken from a socket."""
    told: asyncio.Future[int] = asyncio.get_running_loop().create_future()

    async def take(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        taken: socket.socket = writer.get_extra_info("socket")
        told.set_result(taken.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))
        writer.close()
        await writer.wait_closed()

    async with await asyncio.start_server(take, sock=bound):
        _, writer = await asyncio.open_connection(*bound.getsockname())
        sent_at_once = await told
        writer.close()
        await writer.wait_closed()
        return sent_at_once


def test_an_answer_is_sent_at_once_and_waits_for_no_acknowledgement(tmp_path: Path) -> None:
    with ThreadPoolExecutor(1) as apart:  # the driver of a real browser has a loop in this thread
        answer = apart.submit(asyncio.run, _nodelay(listening(Workplace(tmp_path), None)))
        assert answer.result() == 1
