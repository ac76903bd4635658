//! moodle
