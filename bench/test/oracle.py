#!/usr/bin/env python3
"""Reads a packet capture and says which category each byte of TCP payload is in.

    oracle.py FILE.pcap PORT      PORT is the server's; prints one line of JSON: sums of all, and by path

Standard library alone, and nothing in common with the ledger: it puts whole streams together first and
cuts them up afterwards. Whatever it cannot read ends it with a line on stderr and status 1.
"""

import json
import struct
import sys
from collections import Counter
from urllib.parse import urlsplit

CATEGORIES = ("head", "framing", "envelope", "payload")
WAYS = ("up", "down")
FIN, SYN = 1, 2
decode_value = json.JSONDecoder().raw_decode


class Unreadable(Exception):
    """The capture is damaged, or the bytes are not what the wire allows."""


def expect(condition, message):
    if not condition:
        raise Unreadable(message)


# ---- the capture: pcap, link layer, IP, TCP -----------------------------------------------------------------------

MAGIC = {b"\xd4\xc3\xb2\xa1": "<", b"\x4d\x3c\xb2\xa1": "<", b"\xa1\xb2\xc3\xd4": ">", b"\xa1\xb2\x3c\x4d": ">"}
# Where the EtherType stands, and where the packet begins: Ethernet, Linux cooked 1 and 2.
LINK_LAYERS = {1: (12, 14), 113: (14, 16), 276: (0, 20)}


def packets(data):
    """The frames of a classic pcap file."""
    order = MAGIC.get(data[:4])
    expect(order, "not a classic pcap file")
    link = struct.unpack_from(order + "I", data, 20)[0] & 0xFFFF
    expect(link in LINK_LAYERS, f"link type {link} is not known")
    at = 24
    while at < len(data):
        expect(at + 16 <= len(data), "the file ends within a packet header")
        kept, length = struct.unpack_from(order + "II", data, at + 8)
        at += 16
        expect(kept == length, f"a packet of {length} bytes was cut to {kept}")
        expect(at + kept <= len(data), "the file ends within a packet")
        yield data[at : at + kept], *LINK_LAYERS[link]
        at += kept


def ip_payload(frame, type_at, start):
    """Addresses and TCP segment of a frame, or None where there is none."""
    ether_type = int.from_bytes(frame[type_at : type_at + 2], "big")
    packet = frame[start:]
    if ether_type == 0x0800 and packet[9] == 6:
        header = (packet[0] & 15) * 4
        expect(not int.from_bytes(packet[6:8], "big") & 0x3FFF, "an IP fragment")
        # Segmentation offload writes 0 for what does not fit into 16 bits.
        total = int.from_bytes(packet[2:4], "big") or len(packet)
        return packet[12:16], packet[16:20], packet[header:total]
    if ether_type == 0x86DD and packet[6] == 6:
        length = int.from_bytes(packet[4:6], "big") or len(packet) - 40
        return packet[8:24], packet[24:40], packet[40 : 40 + length]
    return None


class Stream:
    """One direction of a connection: its first sequence number, its pieces, its end."""

    def __init__(self):
        self.first = None
        self.end = None
        self.pieces = []

    def offset(self, sequence):
        """Bytes from the first one; sequence numbers wrap at 2**32, and a probe may lie before the first."""
        expect(self.first is not None, "a connection without its beginning")
        distance = (sequence - self.first) % 2**32
        return distance - 2**32 if distance >= 2**31 else distance

    def bytes(self):
        whole = bytearray()
        for offset, piece in sorted(self.pieces, key=lambda each: each[0]):
            expect(offset <= len(whole), f"{offset - len(whole)} bytes are missing at {len(whole)}")
            known = whole[max(offset, 0) : offset + len(piece)]
            expect(offset < 0 or piece.startswith(known), f"two versions of the bytes at {offset}")
            whole += piece[len(whole) - offset :]
        expect(self.end in (None, len(whole)), f"the FIN is at {self.end}, the bytes end at {len(whole)}")
        return bytes(whole)


def connections(data, port):
    """Both streams, client's first, of each connection that was established to the port."""
    latest, all_connections = {}, []
    for frame in packets(data):
        found = ip_payload(*frame)
        if found is None:
            continue
        source, target, segment = found
        source_port, target_port, sequence = struct.unpack_from("!HHI", segment)
        if port not in (source_port, target_port):
            continue
        up = target_port == port
        client = (source, source_port) if up else (target, target_port)
        flags, body = segment[13], segment[(segment[12] >> 4) * 4 :]
        first = (sequence + 1) % 2**32
        if flags & SYN and up and (client not in latest or latest[client][0].first != first):
            latest[client] = (Stream(), Stream())
            all_connections.append(latest[client])
        expect(client in latest, "a connection without its beginning")
        stream = latest[client][0 if up else 1]
        if flags & SYN:
            stream.first = first
        elif body:
            stream.pieces.append((stream.offset(sequence), body))
        if flags & FIN:
            stream.end = stream.offset(sequence) + len(body)
    return [each for each in all_connections if each[1].first is not None]


# ---- HTTP/1.1 (RFC 9112) ------------------------------------------------------------------------------------------


class Reader:
    """A place in a stream, and the books of its direction."""

    def __init__(self, data):
        self.data, self.at, self.books = data, 0, Counter()

    def left(self):
        return len(self.data) - self.at

    def take(self, count):
        expect(count <= self.left(), f"{count} bytes are due, {self.left()} came")
        self.at += count
        return self.data[self.at - count : self.at]

    def take_through(self, mark):
        end = self.data.find(mark, self.at)
        expect(end >= 0, f"no {mark!r} after byte {self.at}")
        return self.take(end + len(mark) - self.at)

    def body(self, parts):
        """Books the text of a body or a message: (text, whether it is payload)."""
        for text, is_payload in parts:
            self.books["payload" if is_payload else "envelope"] += len(text)


def take_head(reader):
    """The start line and the fields of a head."""
    head = reader.take_through(b"\r\n\r\n")
    reader.books["head"] += len(head)
    start, *lines = head.decode("latin-1").strip().split("\r\n")
    fields = {name.lower(): value.strip() for name, value in (line.split(":", 1) for line in lines)}
    return start.split(" "), fields


def take_body(reader, fields, closes):
    """A body without its chunks' framing, which is booked."""
    if fields.get("transfer-encoding", "").lower() != "chunked":
        length = fields.get("content-length")
        if length is None:
            return reader.take(reader.left()) if closes else b""
        return reader.take(int(length))
    chunks = []
    while reader.left():
        size_line = reader.take_through(b"\r\n")
        size = int(size_line.split(b";")[0], 16)
        chunks.append(reader.take(size))
        # After the last chunk its empty line follows at once: no trailers are sent here.
        expect(reader.take(2) == b"\r\n", "a chunk does not end in CRLF")
        reader.books["framing"] += len(size_line) + 2
        if size == 0:
            break
    return b"".join(chunks)


# ---- what a body holds --------------------------------------------------------------------------------------------


def members(text):
    """Each member of a JSON object with the place of its value: (name, begin, end)."""
    whole, end = decode_value(text)
    expect(isinstance(whole, dict) and end == len(text), f"not one JSON object: {text[:60]!r}")
    at = 1
    while text[at] != "}":
        name, at = decode_value(text, at)
        expect(text[at] == ":", f"no colon after {name!r}")
        _, end = decode_value(text, at + 1)
        yield name, at + 1, end
        at = end + 1 if text[end] == "," else end


def split_at(text, spans):
    """The text in turns, outside and inside of the spans, as bytes."""
    done = 0
    for begin, end in spans:
        yield text[done:begin].encode(), False
        yield text[begin:end].encode(), True
        done = end
    yield text[done:].encode(), False


def poll(body):
    text = body.decode()
    spans = []
    for name, begin, _ in members(text):
        if name != "events":
            continue
        at = begin + 1
        while text[at] != "]":
            _, end = decode_value(text, at)
            spans.append((at, end))
            at = end + 1 if text[end] == "," else end
    return split_at(text, spans)


def message(text):
    """A record by itself is payload; a cursor, a gap, a heartbeat, an answer or a problem is not."""
    value = json.loads(text)
    return [(text, isinstance(value, dict) and {"id", "at", "data"} <= set(value))]


def lines(body):
    for line in body.splitlines(keepends=True):
        yield from message(line.rstrip(b"\n"))
        yield b"\n" * line.endswith(b"\n"), False


def event_stream(body):
    for block in body.split(b"\n\n"):
        dispatched = not any(line.startswith(b"event:") for line in block.split(b"\n"))
        for line in block.split(b"\n"):
            if dispatched and line.startswith(b"data: "):
                yield line[:6], False
                yield line[6:], True
            else:
                yield line, False
    # Every LF, those that split took away among them.
    yield b"\n" * body.count(b"\n"), False


def published(data):
    text = data.decode()
    return split_at(text, [(begin, end) for name, begin, end in members(text) if name == "publish"])


def envelope(body):
    return [(body, False)]


def payload(body):
    return [(body, True)]


ANSWERS = {"/polling": poll, "/long-polling": poll, "/streaming": lines, "/sse": event_stream}


# ---- WebSocket (RFC 6455 section 5) -------------------------------------------------------------------------------


def take_frames(reader, masked, parts):
    begun = None
    while reader.left():
        start = reader.at
        first, second = reader.take(2)
        expect(bool(second & 128) == masked, "a frame is masked the wrong way")
        size = second & 127
        if size > 125:
            size = int.from_bytes(reader.take(2 if size == 126 else 8), "big")
        key = reader.take(4) if masked else b"\0\0\0\0"
        header_bytes = reader.at - start
        mask = int.from_bytes((key * (size // 4 + 1))[:size], "big")
        data = (int.from_bytes(reader.take(size), "big") ^ mask).to_bytes(size, "big")
        if first & 8:
            reader.books["framing"] += header_bytes + size
            continue
        reader.books["framing"] += header_bytes
        begun = data if begun is None else begun + data
        if first & 128:
            reader.body(parts(begun))
            begun = None
    expect(begun is None, "a message without its end")


# ---- a connection -------------------------------------------------------------------------------------------------


def read_connection(up, down):
    """Reads to the end, and yields each request's path when it and its answer have been read."""
    while up.left():
        (method, target, _), request = take_head(up)
        path = urlsplit(target).path
        up.body((payload if path == "/events" else envelope)(take_body(up, request, False)))
        status = 100
        while status < 101:
            if not down.left():
                yield path
                return
            (_, code, *_), response = take_head(down)
            status = int(code)
        if status == 101:
            take_frames(up, True, published)
            take_frames(down, False, message)
            yield path
            return
        bodiless = method == "HEAD" or status in (204, 304)
        body = b"" if bodiless else take_body(down, response, True)
        parts = ANSWERS.get(path, envelope) if status == 200 else envelope
        down.body(parts(body))
        yield path
    expect(not down.left(), f"{down.left()} bytes answer no request")


def columns(books, total):
    return {**{category: books[category] for category in CATEGORIES}, "total": total}


def books_of(data, port):
    """The sums over all connections to the port, and over the requests for each path."""
    found = connections(data, port)
    sums = {way: Counter() for way in WAYS}
    totals, segments, paths = Counter(), Counter(), {}
    for streams in found:
        readers = [Reader(stream.bytes()) for stream in streams]
        done = [(Counter(), 0), (Counter(), 0)]
        for path in read_connection(*readers):
            own = paths.setdefault(path, {"requests": 0, **{way: Counter() for way in WAYS}})
            own["requests"] += 1
            for way, reader, (books, at) in zip(WAYS, readers, done):
                own[way].update({**(reader.books - books), "total": reader.at - at})
            done = [(Counter(reader.books), reader.at) for reader in readers]
        for way, reader, stream in zip(WAYS, readers, streams):
            expect(not reader.left(), f"{way}: {reader.left()} bytes belong to nothing")
            sums[way].update(reader.books)
            totals[way] += len(reader.data)
            segments[way] += len(stream.pieces)
    return {
        "connections": len(found),
        **{way: columns(sums[way], totals[way]) for way in WAYS},
        "segments": {way: segments[way] for way in WAYS},
        "paths": {
            path: {"requests": own["requests"], **{way: columns(own[way], own[way]["total"]) for way in WAYS}}
            for path, own in paths.items()
        },
    }


if __name__ == "__main__":
    try:
        with open(sys.argv[1], "rb") as file:
            print(json.dumps(books_of(file.read(), int(sys.argv[2]))))
    except (Unreadable, ValueError, IndexError) as error:
        sys.exit(f"oracle: {type(error).__name__}: {error}")
