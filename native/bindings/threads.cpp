// Binds what the machine is asked: the level of instruction set, and the number of threads.
#include <nanobind/stl/string.h>

#include <string>

#include "bindings/bind.hpp"
#include "dispatch.hpp"
#include "thread_pool.hpp"

namespace plogp {

using namespace nb::literals;

namespace {

// What is no whole number is refused by the same sentence as one out of range.
void set_threads(const nb::object& n) {
    const Py_ssize_t number = PyNumber_AsSsize_t(n.ptr(), nullptr);  // the nearest there is, if it is out of range
    if (number == -1) PyErr_Clear();
    if (number < 1 || number > most_threads)
        throw Fault("the number of threads must be a whole number from 1 to " + std::to_string(most_threads) +
                    ", not " + nb::cast<std::string>(nb::repr(n)));
    set_num_threads(static_cast<int>(number));
}

}  // namespace

void bind_threads(nb::module_& m) {
    m.def("isa", &level_name, "The level of instruction set in use, such as 'x86-64-v4'.");
    m.def("get_num_threads", &get_num_threads, "Threads that may work on one call, the caller included.");
    m.def("set_num_threads", &set_threads, "n"_a.none(), "Set the threads that may work on one call; at least 1.");
}

}  // namespace plogp
