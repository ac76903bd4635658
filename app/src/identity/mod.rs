//! Signing in, invitations, accounts and roles, the audit trail.

pub mod account;
pub mod audit;
mod audit_words;
mod devices;
pub mod join;
mod link;
pub mod new_password;
pub mod people;
pub mod person;
pub mod roles;
pub mod sign_in;

use domain::{Lang, identity::Role};

pub use link::{HandedLink, handed};

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
