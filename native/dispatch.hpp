// The levels of instruction set that every kernel is compiled for, and the choice among them when the module is loaded.
//
// A group of kernels declares a plain struct of function pointers and one table of them per level:
//     struct RowKernels { … };
//     PLOGP_TABLE(RowKernels, row_kernels)        // in the header: declares row_kernels of every level
//     const RowKernels row_kernels = { … };       // in the source that is compiled per level, in namespace PLOGP_LEVEL
//     PLOGP_CHOSEN(row_kernels).entropy(…)        // in the binding: the table of the level in use
#pragma once

#if defined(__x86_64__)
#define PLOGP_TABLE(Type, name) \
    namespace v2 {              \
    extern const Type name;     \
    }                           \
    namespace v3 {              \
    extern const Type name;     \
    }                           \
    namespace v4 {              \
    extern const Type name;     \
    }
#define PLOGP_CHOSEN(name) (*plogp::choose(&plogp::v2::name, &plogp::v3::name, &plogp::v4::name))
#else
#define PLOGP_TABLE(Type, name) \
    namespace generic {         \
    extern const Type name;     \
    }
#define PLOGP_CHOSEN(name) (plogp::generic::name)
#endif

namespace plogp {

// What a kernel that may take long is given to ask now and then: it returns at once, whatever it has, where this is
// true.
using MustStop = bool (*)();

// 0, 1, 2 for x86-64-v2, -v3, -v4; 0 on other machines. Chosen at the first call, which the module makes when it is
// loaded.
int level();

// What people call it: "x86-64-v4", or "generic".
const char* level_name();

template <class T>
const T* choose(const T* v2, const T* v3, const T* v4) {
    const T* tables[] = {v2, v3, v4};
    return tables[level()];
}

}  // namespace plogp
