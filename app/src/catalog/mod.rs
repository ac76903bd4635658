//! Pages of the catalog room.
