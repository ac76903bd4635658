//! Who may ask for what, as reviewed: V visitors, L learners, I instructors, C coordinators,
//! A administrators. A new address fails `access` until somebody has thought about it and noted it here.

/// Whom an address lets in, the method, and the address.
pub const RULES: &[(&str, &str, &str)] = &[];
