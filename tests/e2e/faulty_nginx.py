#!/usr/bin/env python3
"""Stands in for nginx: reads the configuration that the suite has written, answers over the socket by which the suite sees
that it serves, and gives every other request the fault named in FAULT."""
import os
import re
import socket
import sys
import threading
import time

folder = sys.argv[sys.argv.index("-p") + 1]
text = open(os.path.join(folder, "nginx.conf")).read()
port = int(re.search(r"listen 127\.0\.0\.1:(\d+)", text).group(1))
fault = os.environ["FAULT"]
RIGHT = b"HTTP/1.1 200 OK\r\nServer: faulty/1\r\nContent-Length: %d\r\n\r\n"


def head_of(connection):
    head = b""
    while b"\r\n\r\n" not in head:
        piece = connection.recv(65536)
        if not piece:
            return b""
        head += piece
    return head


def serve(connection):
    while head := head_of(connection):
        page = open(os.path.join(folder, "pages", head.split()[1].decode().lstrip("/")), "rb").read()
        answer = RIGHT % len(page) + page
        if fault == "short":
            connection.sendall(answer[:-10])
            break
        if fault == "long":
            answer += b"too much"
        elif fault == "chunks":
            parts = [page[i : i + 100] for i in range(0, len(page), 100)]
            answer = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
            answer += b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in parts) + b"0\r\n\r\n"
        elif fault == "slow":
            for i in range(0, len(answer), 50):
                connection.sendall(answer[i : i + 50])
                time.sleep(0.0001)
            continue
        elif fault == "unavailable":
            answer = b"HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n"
        elif fault == "garbage":
            answer = b"\x00\x01\x02 this is no HTTP\r\n\r\n"
        elif fault == "another_page":
            answer = RIGHT % len(page) + page[::-1]
        elif fault == "closes":
            break
        connection.sendall(answer)
    connection.close()


def accept(listener, handle):
    while True:
        connection, _ = listener.accept()
        if listener.family == socket.AF_INET:
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        threading.Thread(target=handle, args=(connection,), daemon=True).start()


def say_ready(connection):
    head_of(connection)
    connection.sendall(RIGHT % 0)
    connection.close()


tcp = socket.socket()
tcp.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
tcp.bind(("127.0.0.1", port))
if fault != "refuses":
    tcp.listen(4096)
    threading.Thread(target=accept, args=(tcp, serve), daemon=True).start()
ready = socket.socket(socket.AF_UNIX)
ready.bind("ready.sock")
ready.listen(16)
accept(ready, say_ready)
