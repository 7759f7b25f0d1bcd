// Binds what the machine is asked: the level of instruction set, and the number of threads.
#include "bind.hpp"
#include "level.hpp"
#include "pool.hpp"

namespace plogp {

using namespace nb::literals;

void bind_threads(nb::module_& m) {
    m.def("isa", &level_name, "The level of instruction set in use, such as 'x86-64-v4'.");
    m.def("get_num_threads", &get_num_threads, "Threads that may work on one call, the caller included.");
    m.def("set_num_threads", &set_num_threads, "n"_a, "Set the threads that may work on one call; at least 1.");
}

}  // namespace plogp
