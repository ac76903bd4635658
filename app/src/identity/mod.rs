//! Signing in, invitations, one's own account, people and roles, the audit trail.

pub mod account;
pub mod audit;
mod audit_words;
pub mod join;
pub mod people;
pub mod roles;
pub mod sign_in;

use domain::{Lang, identity::Role};

/// The word for a role.
pub fn role_name(lang: Lang, role: Role) -> &'static str {
    match role {
        Role::Learner => lang.t("学ぶ人", "Learner"),
        Role::Instructor => lang.t("先生", "Instructor"),
        Role::Coordinator => lang.t("コーディネーター", "Coordinator"),
        Role::Administrator => lang.t("管理者", "Administrator"),
    }
}
