"""Faults made on purpose, and what must hold afterwards.

`python -m tests.faults` makes all of them at full size. The sixteen promises of noteui to those who trust it
with their records stand below, each with the tests that show it.
"""

from __future__ import annotations

PROMISES: dict[str, tuple[str, ...]] = {
    "what was told to be saved is there after a crash": (
        "faults/test_kill.py::test_nothing_acknowledged_is_lost_when_the_writer_is_killed",
        "faults/test_kill.py::test_the_harness_sees_a_loss",
        "faults/test_kill_acts.py::test_a_killed_upgrade_leaves_a_vault_that_opens_with_all_that_was_in_it",
    ),
    "and after a power cut": (
        "faults/test_power.py::test_nothing_acknowledged_is_lost_when_the_power_goes",
        "faults/test_power.py::test_the_harness_sees_what_a_power_cut_took",
    ),
    "a crash costs at most a second of typing": (
        "faults/test_editor_kill.py::test_nothing_older_than_a_second_is_lost_when_the_editor_is_killed",
        "screens/test_forms.py::test_what_is_typed_is_on_the_disk_within_a_second",
    ),
    "a full disk never damages what is saved": (
        "faults/test_disk.py::test_a_disk_that_is_really_full",
        "faults/test_disk.py::test_the_words_being_typed_when_the_disk_fills_find_room_in_the_ballast",
        "faults/test_power.py::test_a_disk_that_is_full_at_any_write_harms_nothing_that_was_saved",
    ),
    "nothing readable is written to the disk": (
        "faults/test_canary.py::test_the_phrase_is_nowhere_after_everything_was_done",
        "faults/test_canary.py::test_the_phrase_is_nowhere_after_the_app_was_locked_and_ended",
        "faults/test_canary.py::test_the_phrase_is_in_no_file_after_kill_9",
        "faults/test_canary.py::test_the_search_for_the_phrase_can_find_it",
    ),
    "a final note is not changed or removed without trace": (
        "vault/test_triggers.py::test_what_is_final_is_neither_changed_nor_removed",
        "vault/test_triggers.py::test_no_connection_of_the_program_can_take_the_guards_away",
        "faults/test_tamper.py::test_verify_names_whatever_is_changed_by_somebody_with_every_right",
    ),
    "an earlier receipt shows history that is missing or written anew": (
        "cli/test_proof.py::test_a_receipt_shows_an_older_vault_even_where_the_anchor_went_with_it",
        "vault/test_backup.py::test_a_receipt_lies_in_every_backup_and_a_later_history_that_is_another_shows",
    ),
    "erasing removes the words and keeps the history provable": (
        "casework/test_erasing.py::test_nothing_of_it_is_in_any_table_or_automatic_backup",
        "casework/test_erasing.py::test_an_erased_note_has_no_words_left_and_the_vault_still_verifies",
    ),
    "changing the passphrase takes a second and cannot lose the key": (
        "faults/test_kill_acts.py::test_changing_the_passphrase_leaves_one_that_opens",
        "vault/test_keys.py::test_changing_a_passphrase_leaves_other_slots_as_they_are",
    ),
    "locking leaves nothing in memory": (
        "faults/test_locked_memory.py::test_a_locked_app_holds_no_key_and_no_word_and_goes_on_where_it_was",
    ),
    "a backup is none until it has been opened and checked": (
        "vault/test_backup.py::test_a_copy_that_fails_its_check_is_thrown_away",
        "vault/test_opening.py::test_the_drill_says_whether_the_newest_backup_is_good",
        "faults/test_kill_acts.py::test_backing_up_leaves_whole_backups_and_the_vault_as_it_was",
    ),
    "search answers while one types, at a million notes": ("benchmarks/large_vault.py::painted",),
    "only the people named can open a package, and one knows whether it was received and understood": (),
    "an error screen never shows a note": (
        "screens/test_app.py::test_a_fault_of_noteui_shows_no_word_of_a_note_and_loses_none",
    ),
    "two people cannot write over each other": (
        "casework/test_writing.py::test_two_windows_cannot_write_over_each_other",
        "faults/test_disk.py::test_programs_that_write_at_once_wait_for_each_other",
        "faults/test_power.py::test_two_programs_that_write_at_once_lose_nothing_and_keep_one_history",
    ),
    "the date that is shown back is the date that is kept": (
        "casework/test_when.py::test_a_moment_is_shown_back",
        "casework/test_when.py::test_what_is_shown_back_reads_as_the_same",
        "casework/test_when.py::test_what_could_be_wrong_is_refused_with_a_sentence",
    ),
}
"""By promise, the tests of noteui that show it (of speed, the benchmark)."""
