"""How the module is built: kernel objects without weak symbols, and a stub that says what the module holds."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import plogp
from plogp import _native

NATIVE = Path(__file__).parents[2] / "native"

WEAK = "#include <vector>\nint f() { std::vector<int> v(3); v.push_back(1); return v.back(); }\n"
CLEAN = "namespace { int g(int x) { return x + 1; } }\nextern int f(int x);\nint f(int x) { return g(x); }\n"


def is_kernel(path: Path) -> bool:
    """Whether a source is compiled for every level of instruction set."""
    return "namespace plogp::PLOGP_LEVEL" in path.read_text()


KERNELS = sorted(str(path.relative_to(NATIVE)) for path in NATIVE.glob("*/*.cpp") if is_kernel(path))


# The build runs this check over the real objects before it links; here the check itself is shown to fail and to pass.
@pytest.mark.parametrize(("source", "passes"), [(WEAK, False), (CLEAN, True)])
def test_the_build_refuses_weak_symbols_in_kernel_objects(tmp_path, source, passes):
    (tmp_path / "kernel.cpp").write_text(source)
    compiler = os.environ.get("CXX", "c++")
    subprocess.run([compiler, "-O0", "-c", "kernel.cpp", "-o", "kernel.o"], cwd=tmp_path, check=True)
    check = [
        shutil.which("cmake", path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"),
        f"-DNM={shutil.which('nm')}",
        "-P",
        NATIVE / "weak_symbols.cmake",
    ]
    done = subprocess.run([*check, "--", tmp_path / "kernel.o"], capture_output=True, text=True, check=False)
    assert (done.returncode == 0) is passes
    assert ("std::vector" in done.stderr) is not passes


def test_the_committed_stub_is_the_generated_one():
    """After a change of the bindings, copy the generated file, beside the built module, over the committed one."""
    generated = Path(_native.__file__).with_name("_native.pyi").read_text()
    committed = Path(plogp.__file__).with_name("_native.pyi").read_text()
    assert generated == committed, f"copy {Path(_native.__file__).with_name('_native.pyi')} to src/plogp/_native.pyi"


# Machines that are not x86 have one level, of generic vectors. Here the headers of the system are read first, as they
# are, and then the kernels as if the processor were unknown.
@pytest.mark.parametrize("source", KERNELS)
def test_kernels_compile_for_other_machines(tmp_path, source):
    headers = "#include <stddef.h>\n#include <stdint.h>\n#include <string.h>\n"
    (tmp_path / "kernel.cpp").write_text(f'{headers}#undef __x86_64__\n#include "{source}"\n')
    options = ["-std=gnu++20", "-DPLOGP_LEVEL=generic", "-I", NATIVE, "-Wno-psabi", "-fsyntax-only"]
    subprocess.run([os.environ.get("CXX", "c++"), *options, tmp_path / "kernel.cpp"], check=True)


def test_the_committed_coefficients_are_the_generated_ones():
    simd = NATIVE / "simd"
    done = subprocess.run([sys.executable, simd / "coefficients.py"], capture_output=True, text=True, check=True)
    assert done.stdout == (simd / "coefficients.hpp").read_text()


# There `long` has 32 bits, so that the types of integers are others; the headers are those of mingw.
@pytest.mark.needs("clang++", "/usr/x86_64-w64-mingw32/include/string.h")
@pytest.mark.parametrize("source", KERNELS)
def test_kernels_compile_for_windows(source):
    options = [
        "--target=x86_64-w64-windows-gnu",
        "-std=gnu++20",
        "-DPLOGP_LEVEL=v3",
        "-march=x86-64-v3",
        "-fsyntax-only",
    ]
    subprocess.run(["clang++", *options, "-Wno-ignored-attributes", "-I", NATIVE, NATIVE / source], check=True)
