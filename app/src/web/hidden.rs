//! What every form of a page carries unseen: its key, so that a form sent twice writes once, and whose
//! page it stands on, so that it is never taken as somebody else's.

use server::Actor;
use uuid::Uuid;

/// The field of the form's key.
pub(super) const KEY: &str = "key";

/// The field that names the person whose page it is.
pub(super) const OWNER: &str = "owner";

/// How a form that is posted begins.
const FORM: &str = "<form method=\"post\"";

/// The two fields of one form.
pub(super) fn fields(actor: Option<&Actor>) -> String {
    let mut fields = format!(
        "<input type=\"hidden\" name=\"{KEY}\" value=\"{}\">",
        Uuid::now_v7()
    );
    if let Some(actor) = actor {
        fields += &format!("<input type=\"hidden\" name=\"{OWNER}\" value=\"{}\">", actor.id);
    }
    fields
}

/// A page in which every form that is posted begins with what `fields` gives.
pub(super) fn in_every_form(html: &str, fields: impl Fn() -> String) -> String {
    let mut out = String::with_capacity(html.len() + 512);
    let mut rest = html;
    while let Some(end) = rest
        .find(FORM)
        .and_then(|at| Some(at + rest.get(at..)?.find('>')? + 1))
    {
        let (before, after) = rest.split_at(end);
        out.push_str(before);
        out.push_str(&fields());
        rest = after;
    }
    out.push_str(rest);
    out
}

/// Whether a page has a form that is posted with something to fill in.
pub(super) fn is_filled_in(html: &str) -> bool {
    html.split(FORM).skip(1).any(|after| {
        let form = after.split("</form>").next().unwrap_or_default();
        let inputs = form.split("<input").skip(1);
        let fields = inputs.filter(|input| {
            let tag = input.split('>').next().unwrap_or_default();
            !tag.contains("type=\"hidden\"")
        });
        form.contains("<textarea") || form.contains("<select") || fields.count() > 0
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_filled_in_where_a_posted_form_has_a_field_that_is_seen() {
        let form = |inner: &str| format!("<form method=\"post\">{inner}</form>");
        let button = "<input type=\"hidden\" name=\"id\" value=\"1\"><button>Go</button>";
        assert!(!is_filled_in(&form(button)));
        assert!(!is_filled_in("<form method=\"get\"><input name=\"q\"></form>"));
        for field in ["<input name=\"a\">", "<textarea></textarea>", "<select></select>"] {
            assert!(is_filled_in(&form(&format!("{button}{field}"))), "{field}");
        }
    }

    #[test]
    fn every_posted_form_carries_the_fields_and_no_other_does() {
        let html = "<form method=\"post\" class=\"a\"><p></p></form><form method=\"get\"></form>\
                    <form method=\"post\"></form>&lt;form method=\"post\">";
        assert_eq!(
            in_every_form(html, || "!".to_owned()),
            "<form method=\"post\" class=\"a\">!<p></p></form><form method=\"get\"></form>\
             <form method=\"post\">!</form>&lt;form method=\"post\">"
        );
    }
}
