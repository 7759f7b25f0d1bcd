// The Python module plogp._native: its parts are added by the bind files. Only the bind files know Python.
#include <exception>

#include "bindings/bind.hpp"
#include "dispatch.hpp"

namespace nb = nanobind;

namespace {

unsigned long main_thread;  // the one on which Python runs the handlers of signals

void check_signals() {
    if (PyThread_get_thread_ident() != main_thread) return;
    const nb::gil_scoped_acquire locked;
    if (PyErr_CheckSignals() != 0) throw nb::python_error();
}

// nanobind's own message is the name of the C++ type.
void translate_memory(const std::exception_ptr& thrown, void*) {
    try {
        std::rethrow_exception(thrown);
    } catch (const plogp::TooMuchMemory&) {
        throw;
    } catch (const std::bad_alloc&) {
        PyErr_SetString(PyExc_MemoryError, "the system has not the memory that this call needs beside its arrays");
    } catch (const std::length_error&) {
        PyErr_SetString(PyExc_MemoryError, "this call needs more memory beside its arrays than any machine has");
    }
}

}  // namespace

NB_MODULE(_native, m) {
    m.doc() = "The native kernels of plogp. Values are in nats; arguments are what plogp.backend.kernels hands over.";
    plogp::level();  // a processor or PLOGP_ISA that cannot be served fails the import, not a later call
    // The root of all errors lies here, below what is written in Python, so that what a kernel refuses is one of them.
    const nb::exception<plogp::Error> root(m, "PlogpError");
    root.attr("__doc__") = "The root of all errors that plogp raises on purpose.";
    nb::exception<plogp::Fault>(m, "Fault", nb::make_tuple(root, nb::handle(PyExc_ValueError)));
    nb::register_exception_translator(translate_memory);
    main_thread = nb::cast<unsigned long>(nb::module_::import_("threading").attr("main_thread")().attr("ident"));
    plogp::set_signal_check(check_signals);
    plogp::bind_threads(m);
    plogp::bind_coding(m);
    plogp::bind_ans(m);
    plogp::bind_columns(m);
    plogp::bind_counts(m);
    plogp::bind_families(m);
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
