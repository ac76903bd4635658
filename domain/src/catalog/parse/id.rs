//! What may be an id.

use super::settings::keys::At;
use super::sink::Sink;
use crate::catalog::diagnostic::Message;

/// Whether an id may be used in forms and URLs: ASCII letters, digits, `-` and `_`.
pub(crate) fn is_id(id: &str) -> bool {
    let mut bytes = id.bytes();
    !id.is_empty()
        && id.len() <= 64
        && bytes.all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
}

/// The same, and reports one that may not.
pub(crate) fn check_id(sink: &mut Sink<'_>, id: &At<String>) -> bool {
    let fine = is_id(&id.value);
    if !fine {
        sink.error(
            "K0110",
            id.span.clone(),
            Message::new(
                format!("「{}」はidに使えません。", id.value),
                format!("\"{}\" cannot be an id.", id.value),
            ),
        )
        .help(
            "半角の英数字とハイフンで、64文字までです。",
            "Use letters a–z, digits and hyphens, at most 64.",
        );
    }
    fine
}
