/**
 * Name of the <meta> in embed.html in which the build writes the deployer's list of course pages.
 */
export const HOSTS_META = 'wakeful-frame-ancestors';
