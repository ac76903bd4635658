//! Pages of the readiness room.
