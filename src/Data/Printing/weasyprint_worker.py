"""A long-lived WeasyPrint: reads HTML frames on stdin, answers PDF frames on stdout, ends when stdin does.

Request: length (4 bytes, big endian), HTML in UTF-8.
Answer: status (1 byte: R ready, P printed, E refused), length (4 bytes, big endian), version, PDF or reason.
Arguments: PDF variant, seconds a print may take, bytes of memory, then the folders that fonts may come from.
"""
import os
import resource
import signal
import struct
import sys

variant, seconds, memory, font_folders = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4:]
requests = sys.stdin.buffer
# Whatever a library prints must not get between the frames.
answers = os.fdopen(os.dup(1), 'wb')
os.dup2(2, 1)
resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
resource.setrlimit(resource.RLIMIT_CORE, (0, 0))

import logging

from urllib.parse import unquote, urlsplit

import weasyprint

logging.getLogger('weasyprint').setLevel(logging.CRITICAL)
logging.getLogger('fontTools').setLevel(logging.CRITICAL)


def deny(event, args):
    if event.startswith(('socket.', 'subprocess.', 'os.exec', 'os.posix_spawn', 'os.fork', 'os.system')):
        raise PermissionError('a print has no network and starts nothing')


def fetch(url, *args, **kwargs):
    if url.startswith('data:'):
        return weasyprint.default_url_fetcher(url, *args, **kwargs)
    parts = urlsplit(url)
    path = os.path.realpath(unquote(parts.path))
    if parts.scheme == 'file' and not parts.netloc and any(
            path.startswith(os.path.realpath(folder) + os.sep) for folder in font_folders):
        return {'file_obj': open(path, 'rb'), 'mime_type': 'application/octet-stream'}
    raise PermissionError('only data: and the font folders may be read')


def answer(status, content):
    answers.write(status + struct.pack('>I', len(content)) + content)
    answers.flush()


def read(length):
    content = requests.read(length)
    if len(content) < length:
        sys.exit(0)
    return content


sys.addaudithook(deny)
answer(b'R', weasyprint.__version__.encode())
while True:
    html = read(*struct.unpack('>I', read(4))).decode()
    # When the program that asked is gone, nobody else ends a print that hangs.
    signal.alarm(seconds)
    try:
        answer(b'P', weasyprint.HTML(string=html, url_fetcher=fetch).write_pdf(variant=variant))
    except Exception as reason:
        answer(b'E', f'{type(reason).__name__}: {reason}'.encode())
    finally:
        signal.alarm(0)
