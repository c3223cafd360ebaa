# row: system calls of another architecture
# tries: to write machine code that calls the kernel by the numbers of 32-bit programs
# held by: seccomp ends a process that calls by other numbers, or refuses memory that can be written and executed
# loses: theta_size
# got: the process was ended by signal (31|11|4) .*|(PermissionError|OSError): .*

import ctypes
import mmap
import platform


def theta_size(n_previous, n_this):
    # mov eax, 2 (fork); int 0x80; ret. On arm64: an instruction that is none.
    code = b"\xb8\x02\x00\x00\x00\xcd\x80\xc3" if platform.machine() == "x86_64" else bytes(8)
    protection = mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC
    memory = mmap.mmap(-1, 4096, mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS, protection)
    memory.write(code)
    place = ctypes.addressof(ctypes.c_char.from_buffer(memory))
    return ctypes.CFUNCTYPE(ctypes.c_int)(place)()
