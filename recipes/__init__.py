"""Named experiments: functions over the package, which never imports them."""
