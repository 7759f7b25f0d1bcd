// The Python module plogp._native: opens the rooms. Only the bind files know Python.
#include "bind.hpp"

#include "level.hpp"

namespace nb = nanobind;

NB_MODULE(_native, m) {
    m.doc() = "The native kernels of plogp. Values are in nats; arguments are what plogp.backend.kernels hands over.";
    plogp::level();  // a processor or PLOGP_ISA that cannot be served fails the import, not a later call
    nb::exception<plogp::Fault>(m, "Fault", PyExc_ValueError);
    plogp::bind_threads(m);
    plogp::bind_coding(m);
    plogp::bind_columns(m);
    plogp::bind_counts(m);
    plogp::bind_neighbours(m);
    plogp::bind_pairwise(m);
    plogp::bind_random(m);
    plogp::bind_rows(m);
    plogp::bind_spectrum(m);
    plogp::bind_tree(m);
    plogp::bind_logits(m);
    plogp::bind_memory(m);
    plogp::bind_pairs(m);
}
