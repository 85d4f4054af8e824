import subprocess
import sys

from neonworks_daemon.bench.stream_sender import MODES, SIZE, sample_frames
from neonworks_protocol.codec import server_decoder
from neonworks_protocol.messages import Frame
from websockets.sync.client import connect


def test_the_sample_moves() -> None:
    frames = sample_frames()
    assert {frame.shape for frame in frames} == {(SIZE, SIZE, 4)}
    assert len({frame.tobytes() for frame in frames}) == len(frames)


def test_the_process_serves_until_its_input_closes() -> None:
    command = [sys.executable, "-m", "neonworks_daemon.bench.stream_sender"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        port = int(process.stdout.readline())
        got = {}
        for mode in MODES:
            url = f"ws://127.0.0.1:{port}/{mode}/3"
            with connect(url, compression=None, proxy=None) as socket:
                got[mode] = [socket.recv(), socket.recv(), socket.recv()]
        process.stdin.close()
        assert process.wait(timeout=20) == 0
    assert got["bare"] == got["protocol"]
    frame = server_decoder().decode(got["protocol"][1])
    assert isinstance(frame, Frame)
    assert frame.data == sample_frames()[1].tobytes()
