import Link from "next/link";
import type { ComponentProps } from "react";
import { type ButtonLook, buttonClass } from "./button";

/** Goes somewhere: a link that looks like a button. For a file give `download`, which leaves the client router out of it. */
export function LinkButton({
  look,
  className,
  href,
  download,
  ...rest
}: Omit<ComponentProps<"a">, "href"> & { look?: ButtonLook; href: string }) {
  const classes = buttonClass(look, className);
  return download !== undefined || /^https?:/.test(href) ? (
    <a href={href} download={download} {...rest} className={classes} />
  ) : (
    <Link href={href} {...rest} className={classes} />
  );
}
