//! The suite that every backend runs whole, mounted as `store::conformance_suite!(backend)`.
//!
//! Each test opens a fresh database through [`Backend`] and asks of it what the engine relies on. Cases go
//! through the real state machine, so what is kept is what will be kept.

#![allow(
    clippy::unwrap_used,
    reason = "a suite of tests: what fails here is a failed test"
)]

pub mod applications;
pub mod audit;
pub mod concurrency;
pub mod credentials;
pub mod devices;
pub mod drafts;
pub mod erasure;
pub mod erasures;
pub mod feedback;
pub mod incidents;
pub mod jobs;
pub mod kill;
pub mod limits;
pub mod look_ups;
pub mod moving;
pub mod newer;
pub mod outbox;
pub mod people;
pub mod permits;
pub mod queue;
pub mod revocable;
pub mod scans;
pub mod sessions;
pub mod status_lists;
pub mod tallies;
pub mod timers;
pub mod unsent;
pub mod versions;
mod world;

use std::sync::Arc;

use async_trait::async_trait;

use crate::Store;

pub use world::World;

/// A database made for one test.
#[async_trait]
pub trait Backend: Send + Sync {
    /// Opens it; the second time, it is the same database again, as after a restart.
    async fn open(&self) -> Arc<dyn Store>;
}

/// Mounts every test of the suite for a backend: an expression that makes a fresh [`Backend`] each time.
#[macro_export]
macro_rules! conformance_suite {
    ($backend:expr) => {
        $crate::conformance_tests! { $backend,
            versions: [publishing_makes_current, an_older_version_comes_back, of_two_who_publish_at_once_one_is_told, a_service_pauses, types_of_permits_stay_known, a_database_has_one_purpose, a_database_knows_its_secret, a_banner_is_shown_until_it_is_taken_down],
            drafts: [
                are_kept_and_replaced,
                of_a_service_are_read_in_order,
                know_what_they_were_sent_as,
                written_at_once_are_all_kept,
                expire,
            ],
            unsent: [a_form_is_kept_and_forgotten, ends_by_itself, goes_with_its_application],
            applications: [
                a_submission_reads_back_whole, a_repeated_submission_returns_the_first_result,
                a_taken_reference_is_told, a_transition_is_kept_with_its_history,
                a_refused_transition_keeps_nothing, a_case_that_is_not_there_is_not_found,
                heads_cover_every_application, those_of_a_service_are_read_as_they_were_submitted, open_ones_on_other_versions_are_found,
                what_was_acknowledged_is_there_after_a_restart,
            ],
            concurrency: [
                sixty_four_tasks_claim_different_cases, one_of_two_deciders_wins,
                submissions_together_each_get_their_own_result,
                transitions_together_each_get_their_own_result, a_submission_at_once_from_many_is_one,
            ],
            look_ups: [
                lead_to_applications, change_with_the_answers, of_a_repeated_submission_are_the_firsts,
                filed_together_are_each_their_own, are_filled_in_once, of_answers_that_changed_are_not_filled_in,
                lead_to_applications_of_every_time, are_filled_in_by_one_of_many, go_with_erasure,
            ],
            erasure: [
                personal_data_go_and_the_chain_stays, its_permit_is_revoked_afterwards, what_was_checked_is_nobodys,
                what_stands_in_the_place_of_what_stays, drafts_of_it_go,
            ],
            erasures: [
                one_is_open_at_a_time, are_listed_to_who_may_see_them, are_changed_at_the_revision_seen, end_with_the_erasure,
                what_was_erased_is_listed, what_may_be_over_is_found,
            ],
            jobs: [
                a_job_is_asked_for_once, is_taken_by_one_and_goes_on, is_gone_on_with_by_another,
                a_failure_is_tried_again_then_given_up, follows_from_a_transition,
                is_called_off_unless_somebody_is_at_it,
            ],
            queue: [
                lists_only_what_the_scopes_show, lists_for_each_whose_opinion_is_awaited, filters_limit, pages_have_the_total, names_are_found_as_people_type_them, the_earliest_deadline_comes_first, candidates_come_oldest_first,
                a_place_in_the_queue_is_honest, counts_cases_by_where_they_stand,
            ],
            permits: [
                a_permit_reads_back_whole, a_change_needs_the_status_that_was_seen,
                a_revoked_permit_stays_revoked, changed_together_each_get_their_own_result,
                a_taken_place_is_told, a_newer_permit_replaces_the_older, are_found_by_plate, are_paged_for_signing_anew,
                are_signed_anew_once,
            ],
            revocable: [what_an_officer_approved_is_found, what_a_service_issued_in_a_time_is_found],
            status_lists: [places_are_handed_out_once, a_full_list_is_followed_by_another, lists_end_with_their_day],
            people: [
                are_kept_with_their_grants, change_at_the_revision_seen, have_their_own_address, have_their_own_document,
            ],
            sessions: [
                open_and_close, are_listed_and_ended_but_one, know_their_last_use, end_by_themselves_and_with_the_person,
            ],
            credentials: [
                are_exchanged_together, one_is_traded_by_one, change_at_the_revision_seen, end_by_themselves_and_with_the_password,
                of_a_newer_release_are_kept,
            ],
            devices: [
                an_offer_is_taken_once, an_offer_ends, one_of_many_takes_an_offer, change_at_the_revision_seen,
                are_seen_to_the_minute,
            ],
            scans: [
                are_kept_once, what_cannot_be_kept_is_refused, only_signed_ones_are_tied_to_a_permit,
                a_permit_at_two_places_is_flagged, what_is_kept_already_costs_nothing,
                phones_at_once_are_flagged,
            ],
            tallies: [are_counted_by_checkpoint_and_hour, are_forgotten],
            incidents: [
                a_report_is_kept_once, a_forgery_is_of_no_permit, are_listed_and_closed, texts_are_forgotten,
            ],
            audit: [lines_are_read_newest_first, lines_are_found_by_their_time_and_kind],
            outbox: [
                a_message_is_taken_by_one, a_lease_that_runs_out_frees_the_message,
                a_failure_is_tried_again_then_given_up, a_message_is_sent_again_on_request,
            ],
            timers: [
                a_timer_is_taken_by_one_and_done, one_set_anew_survives_the_old_ones_end,
                are_cancelled_with_a_transition, a_failure_is_tried_again_then_given_up,
            ],
            limits: [count_within_their_window],
            feedback: [ratings_add_up],
        }
        mod moving {
            #[allow(unused_imports)]
            use super::*;
            $crate::moving_suite! { $backend, $backend }
        }
    };
}

/// Mounts the tests of moving: from one fresh database into another of the same or of another backend.
#[macro_export]
macro_rules! moving_suite {
    ($from:expr, $to:expr) => {
        $crate::moving_tests! { $from, $to,
            everything_arrives_as_it_was, another_record_under_the_same_key_is_refused,
            a_name_that_is_anothers_is_refused, a_store_in_use_takes_nothing, life_goes_on_after_it, applications_are_found_after_it,
        }
    };
}

/// Mounts the tests of what a newer release writes beside this one, into a fresh [`newer::Shared`] database.
#[macro_export]
macro_rules! newer_suite {
    ($shared:expr) => {
        mod newer {
            #[allow(unused_imports)]
            use super::*;
            $crate::conformance_tests! { @each $shared, newer,
                an_event_is_kept_as_it_is a_history_goes_on_after_it it_is_erased a_letter_is_left_to_that_release
                a_timer_is_left_to_that_release a_timer_of_that_release_outlives_a_transition
                a_line_of_the_log_is_kept_as_it_is a_job_is_left_to_that_release
            }
            $crate::moving_tests! { @each newer, $shared, $shared, all_of_it_is_moved }
        }
    };
}

/// One named test for each of these.
#[doc(hidden)]
#[macro_export]
macro_rules! moving_tests {
    ($from:expr, $to:expr, $($test:ident),* $(,)?) => {
        $crate::moving_tests! { @each moving, $from, $to, $($test),* }
    };
    (@each $subject:ident, $from:expr, $to:expr, $($test:ident),*) => {
        $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
        async fn $test() {
            $crate::conformance::$subject::$test(&$from, &$to).await;
        })*
    };
}

/// One named test for each test of each subject.
#[doc(hidden)]
#[macro_export]
macro_rules! conformance_tests {
    ($backend:expr, $($subject:ident: [$($test:ident),* $(,)?]),* $(,)?) => {
        $(mod $subject {
            #[allow(unused_imports)]
            use super::*;
            $crate::conformance_tests! { @each $backend, $subject, $($test)* }
        })*
    };
    (@each $backend:expr, $subject:ident, $($test:ident)*) => {
        $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
        async fn $test() {
            $crate::conformance::$subject::$test(&$backend).await;
        })*
    };
}
