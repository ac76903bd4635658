//! Pages of the classroom room.
