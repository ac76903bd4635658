//! text_formats
