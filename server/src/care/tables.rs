//! The tables of the care room. Their columns are explained in `migrations`.
#![allow(
    missing_docs,
    reason = "the columns are named after what they hold; the migration is their reference"
)]

pub use crate::matching::tables::placement;

/// A date to ask how it goes.
pub mod follow_up {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "follow_up")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub placement_id: Uuid,
        pub day: i32,
        pub due_on: Date,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// A try to reach the person, or a talk with them; append-only.
pub mod contact {
    use domain::care::{Outcome, Visibility};
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "contact")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub follow_up_id: Uuid,
        pub reached: bool,
        pub outcome: Option<Outcome>,
        #[sea_orm(column_type = "Text")]
        pub note: String,
        pub visibility: Visibility,
        pub by_person: Uuid,
        pub at: DateTimeUtc,
    }

    impl ActiveModelBehavior for ActiveModel {}
}
