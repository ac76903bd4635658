//! Employers, openings, wishes, consent and referrals.
//!
//! The two explained lists come from `domain::matching`; this room loads what they look at. Nothing
//! about a learner reaches an employer without that learner's consent, asked again at every read.

pub mod consents;
pub mod disclosures;
pub mod employers;
pub mod ending;
pub mod explained;
pub mod opening_list;
pub mod openings;
pub(crate) mod own_data;
pub mod packet;
pub mod passed_over;
pub mod placed;
pub mod posting;
pub mod received;
pub mod referral_list;
pub mod referrals;
pub mod rounds;
pub mod second;
pub mod sending;
pub mod tables;
pub mod teaching;
pub mod wishes;
pub mod words;

pub use explained::fitting_count;

/// The words of a stored list, which commas separate.
pub(crate) fn list(stored: &str) -> Vec<String> {
    stored
        .split(',')
        .map(str::trim)
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}
