//! Ids of ours as QTI wants them, and back.

/// An id of ours as QTI wants it: it must begin with a letter, and with none of our own marks.
pub(crate) fn identifier(id: &str) -> String {
    let plain = id.starts_with(|first: char| first.is_ascii_alphabetic())
        && !id.starts_with("k-")
        && !id.starts_with("left-");
    if plain { id.to_owned() } else { format!("k-{id}") }
}

/// An id of ours from what `identifier` made of it.
pub(crate) fn own_id(identifier: &str) -> &str {
    identifier.strip_prefix("k-").unwrap_or(identifier)
}
