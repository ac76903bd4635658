//! Signing in, invitations, accounts and roles, the audit trail.

pub mod account;
pub mod audit;
mod audit_words;
pub mod classroom_settings;
mod devices;
pub mod join;
mod link;
pub(crate) mod made_links;
pub mod merging;
pub mod new_password;
pub mod own_data;
pub mod people;
pub mod people_import;
pub mod person;
pub mod preferences;
pub(crate) mod readers;
pub mod roles;
pub mod sign_in;
pub mod sign_out;

use domain::{Lang, identity::Role};
use leptos::prelude::*;

use crate::ui::{Check, Field, lang};

pub use link::{HandedLink, handed, invited};

/// The word for a role.
pub fn role_name(lang: Lang, role: Role) -> &'static str {
    match role {
        Role::Learner => lang.t("学ぶ人", "Learner"),
        Role::Instructor => lang.t("先生", "Instructor"),
        Role::Coordinator => lang.t("コーディネーター", "Coordinator"),
        Role::Administrator => lang.t("管理者", "Administrator"),
    }
}

/// The words for several roles.
pub fn role_names(lang: Lang, roles: impl IntoIterator<Item = Role>) -> String {
    let names: Vec<_> = roles.into_iter().map(|role| role_name(lang, role)).collect();
    names.join(lang.t("・", ", "))
}

/// The field for a password that is chosen anew.
fn password_field(name: &'static str, label: &'static str) -> impl IntoView {
    let hint = lang().t(
        "10文字以上。ことばを 3つ つなげると、長くておぼえやすくなります。",
        "10 characters or more. Three words in a row are long and easy to remember.",
    );
    view! { <Field name=name kind="password" label=label hint=hint.to_owned() autocomplete="new-password" /> }
}

/// Whether the device is the person's own; if not, the sign-in ends by itself.
fn own_device(lang: Lang) -> impl IntoView {
    view! {
        <Check
            name="own_device"
            label=lang.t("これは自分だけが使う機械です", "Only I use this device")
        />
        <p class="soft">
            {lang
                .t(
                    "教室など、ほかの人も使う機械では、印を付けないでください。30分使わないと、自動でサインアウトします。",
                    "Leave it empty where others use the device, too, as in a classroom: it signs you out after 30 minutes without use.",
                )}
        </p>
    }
}
